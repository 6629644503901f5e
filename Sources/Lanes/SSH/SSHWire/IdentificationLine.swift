/// The line that a connection begins with (RFC 4253, section 4.2).
package struct IdentificationLine: Sendable, Equatable {
    /// As it came, without CR and LF: it goes into the exchange hash.
    package let text: String

    /// What the peer calls itself: printable ASCII, for the record.
    package var software: String { String(text.dropFirst("SSH-2.0-".utf8.count)) }

    /// Ours.
    /// - Parameters:
    ///   - software: printable ASCII without spaces and minus signs.
    ///   - comment: printable ASCII.
    package init(software: String, comment: String? = nil) {
        text = "SSH-2.0-\(software)" + (comment.map { " \($0)" } ?? "")
    }

    /// - Throws: when the line is not of protocol 2.0.
    package init(line: [UInt8]) throws(SSHViolation) {
        guard line.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) else {
            throw SSHViolation(.protocolVersionNotSupported, "the version line is not printable ASCII")
        }
        let text = String(decoding: line, as: UTF8.self)
        // 1.99 is what servers say that still speak 1.x as well.
        guard text.hasPrefix("SSH-2.0-") || text.hasPrefix("SSH-1.99-") else {
            throw SSHViolation(.protocolVersionNotSupported, "the peer does not speak SSH 2.0")
        }
        guard text.utf8.count > "SSH-2.0-".utf8.count else {
            throw SSHViolation(.protocolVersionNotSupported, "the version line names no software")
        }
        self.text = text
    }
}
