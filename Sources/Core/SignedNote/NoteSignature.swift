/// One signature line of a note: `— <name> <base64(key ID || signature)>`.
package struct NoteSignature: Sendable, Equatable {
    package static let keyIDBytes = 4
    static let linePrefix = Array("\u{2014} ".utf8)

    package var keyName: String
    /// Four bytes.
    package var keyID: [UInt8]
    /// What follows the key ID; its shape depends on the key's algorithm.
    package var signature: [UInt8]

    package init(keyName: String, keyID: [UInt8], signature: [UInt8]) {
        self.keyName = keyName
        self.keyID = keyID
        self.signature = signature
    }

    /// - Parameter line: without its newline.
    package init(parsing line: some RandomAccessCollection<UInt8>) throws(NoteFailure) {
        guard line.starts(with: Self.linePrefix) else { throw .malformed("signature line") }
        let fields = Array(line.dropFirst(Self.linePrefix.count))
            .split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
        guard fields.count == 2, let keyName = String(validating: fields[0], as: UTF8.self),
            KeyName.isValid(keyName), let bytes = Base64.decode(fields[1]), bytes.count > Self.keyIDBytes
        else { throw .malformed("signature line") }
        self.keyName = keyName
        keyID = Array(bytes.prefix(Self.keyIDBytes))
        signature = Array(bytes.dropFirst(Self.keyIDBytes))
    }

    /// The line, without its newline.
    package var line: String {
        "\u{2014} \(keyName) \(Base64.encode(keyID + signature))"
    }

    package func isClaimed(by key: VerifierKey) -> Bool {
        keyName == key.name && keyID == key.keyID
    }
}
