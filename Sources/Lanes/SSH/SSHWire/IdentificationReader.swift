package import NIOCore

/// Reads the peer's version line from its first bytes.
package struct IdentificationReader: Sendable {
    private let mayBeginWithOtherLines: Bool
    private var line: [UInt8] = []
    private var otherLines = 0

    /// - Parameter mayBeginWithOtherLines: of a server; a client may not.
    package init(mayBeginWithOtherLines: Bool) { self.mayBeginWithOtherLines = mayBeginWithOtherLines }

    /// Takes the line's bytes from `bytes` and leaves what is behind them. Nil: more is needed.
    package mutating func read(_ bytes: inout ByteBuffer) throws(SSHViolation) -> IdentificationLine? {
        while let byte = bytes.readInteger(as: UInt8.self) {
            guard byte == UInt8(ascii: "\n") else {
                line.append(byte)
                guard line.count < SSHLimits.versionLineBytesLimit else {
                    throw SSHViolation(
                        .protocolVersionNotSupported,
                        "the version line is longer than its limit of \(SSHLimits.versionLineBytesLimit) bytes")
                }
                continue
            }
            if line.last == UInt8(ascii: "\r") { line.removeLast() }
            if line.starts(with: "SSH-".utf8) || !mayBeginWithOtherLines { return try IdentificationLine(line: line) }
            otherLines += 1
            line = []
            guard otherLines <= SSHLimits.linesBeforeVersionLimit else {
                throw SSHViolation(
                    .protocolVersionNotSupported,
                    "the server says more than \(SSHLimits.linesBeforeVersionLimit) lines before its version")
            }
        }
        return nil
    }
}
