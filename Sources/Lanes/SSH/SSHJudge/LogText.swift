import Policy
import SSHOperations

/// What clients and hosts have chosen, as the log and approvers see it: with what any of the detectors finds replaced,
/// whatever the target has chosen for what its programs show.
///
/// Of a command no code is hidden by that, and of a path no part (see `CommandFindings`). Bytes that are no UTF-8 stand as
/// `\xHH`, so that who decides sees which they are; that is always ours, and what came as such letters has `\x5C` for its
/// backslash.
package struct LogText: Sendable, Equatable {
    package let text: String

    package init(_ bytes: [UInt8]) {
        text = Self.visible(CommandFindings.masked(bytes))
    }

    private init(visible text: String) { self.text = text }

    private static func visible(_ bytes: [UInt8]) -> String {
        var text = ""
        var rest = bytes[...]
        while !rest.isEmpty {
            var decoder = UTF8()
            var iterator = rest.prefix(4).makeIterator()
            if case .scalarValue(let scalar) = decoder.decode(&iterator), !isLikeOurs(rest) {
                text.unicodeScalars.append(scalar)
                rest = rest.dropFirst(UTF8.width(scalar))
            } else if let byte = rest.popFirst() {
                let digits = String(byte, radix: 16, uppercase: true)
                text += "\\x" + (digits.count < 2 ? "0" : "") + digits
            }
        }
        return text
    }

    /// `\xHH` as letters.
    private static func isLikeOurs(_ bytes: ArraySlice<UInt8>) -> Bool {
        bytes.starts(with: #"\x"#.utf8) && bytes.count >= 4
            && bytes.dropFirst(2).prefix(2).allSatisfy { $0 &- 0x30 < 10 || ($0 | 0x20) &- 0x61 < 6 }
    }

    package init(_ text: String) { self.init(Array(text.utf8)) }

    /// Of a command that was read, what was read: its words. The bytes that came are in the log by their digest.
    package init(_ question: SSHQuestion) {
        switch question {
        case .command(let bytes):
            guard let line = try? CommandReader.read(bytes) else {
                self.init(bytes)
                return
            }
            self.init(line.plain)
        case .shell: self.init("shell")
        case .subsystem(let name): self.init("subsystem \(name)")
        case .forward(let host, let port):
            self.init(visible: "forward \(Self.visible(ForwardedHost.shown(host))):\(port)")
        case .files(let actions, let paths, let realPaths, let details):
            let real = realPaths.isEmpty ? "" : " (\(Self.list(realPaths)))"
            let what = ([actions.map(\.rawValue).joined(separator: " and ")] + details).joined(separator: " ")
            self.init("\(what) \(Self.list(paths))\(real)")
        }
    }

    /// Where one path ends and the next begins can be seen, whatever they are called.
    private static func list(_ paths: [HostPath]) -> String {
        paths.map { ShellQuoting.plain($0.text) }.joined(separator: " ")
    }
}
