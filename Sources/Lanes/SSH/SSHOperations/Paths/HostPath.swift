/// A path on a host, as somebody asked for it, with `.`, `..` and empty parts taken out by its letters. What symbolic links
/// make of it is the host's matter.
package struct HostPath: Sendable, Hashable {
    package enum Root: Sendable, Hashable {
        case file
        /// Where a session begins: mostly the account's home.
        case home
    }

    package let root: Root
    /// The parts with slashes between them: two paths are one when their bytes are, and however many parts there are, one
    /// array holds them.
    private let body: [UInt8]

    private static let slash = UInt8(ascii: "/")

    /// Nil: empty, over its limit, or with a NUL, another control character, or a mark of direction.
    package init?(_ text: String) {
        guard !text.isEmpty, text.utf8.count <= OperationLimits.pathBytesLimit, LegibleText.isOne(text) else {
            return nil
        }
        let root: Root = text.utf8.first == Self.slash ? .file : .home
        var parts: [Substring.UTF8View] = []
        // By bytes: a character that a mark is written over is another, and its slash is one all the same.
        for part in text.utf8.split(separator: Self.slash) {
            if part.elementsEqual(".".utf8) { continue }
            if !part.elementsEqual("..".utf8) {
                parts.append(part)
            } else if let last = parts.last, !last.elementsEqual("..".utf8) {
                parts.removeLast()
            } else if root == .home {
                parts.append(part)
            }
        }
        self.init(root: root, body: Array(parts.joined(separator: CollectionOfOne(Self.slash))))
    }

    private init(root: Root, body: [UInt8]) {
        self.root = root
        self.body = body
    }

    private init(root: Root, parts: [String]) {
        self.init(root: root, body: Array(parts.joined(separator: "/").utf8))
    }

    /// Without `.`, `..` and empty parts; above the root there is nothing, above home there may be `..`s first.
    package var parts: [String] { body.split(separator: Self.slash).map { String(decoding: $0, as: UTF8.self) } }

    /// What it takes to keep it.
    package var byteCount: Int { body.count }

    /// The folder that it is in; of the root, itself. Nil: it begins at a home that is not known.
    package var folder: HostPath? { root == .file ? HostPath(root: .file, parts: Array(parts.dropLast())) : nil }

    /// - Parameter part: of another path, so neither `.` nor `..`.
    package func appending(_ part: String) -> HostPath { HostPath(root: root, parts: parts + [part]) }

    /// The same from the file system's root. - Parameter home: of the file system's root.
    package func resolved(home: HostPath) -> HostPath {
        guard root == .home, home.root == .file else { return self }
        var all = home.parts
        for part in parts {
            if part == ".." { _ = all.popLast() } else { all.append(part) }
        }
        return HostPath(root: .file, parts: all)
    }

    /// As it is written anew: absolute, or relative without a leading `-` or `~`.
    package var text: String {
        let text = String(decoding: body, as: UTF8.self)
        return switch root {
        case .file: "/" + text
        case .home: body.isEmpty ? "." : (parts[0] == ".." ? "" : "./") + text
        }
    }
}
