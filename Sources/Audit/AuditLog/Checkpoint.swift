package import SignedNote

/// The signed head of a log: C2SP tlog-checkpoint (https://c2sp.org/tlog-checkpoint).
package struct Checkpoint: Sendable, Equatable {
    /// `chaperone/<hub name>/<instance id>`.
    package var origin: String
    /// Number of records.
    package var size: UInt64
    package var root: TreeHash

    package init(origin: String, size: UInt64, root: TreeHash) {
        self.origin = origin
        self.size = size
        self.root = root
    }

    /// The note's text: three lines.
    package var text: String {
        "\(origin)\n\(size)\n\(Base64.encode(root.bytes))\n"
    }

    /// Extension lines after the root are allowed and ignored, as the specification asks.
    package init(parsing text: String) throws(NoteFailure) {
        let lines = Array(text.utf8).split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        guard lines.count >= 4, lines.last?.isEmpty == true, !lines.dropLast().contains(where: \.isEmpty) else {
            throw .malformed("checkpoint is not origin, size and root")
        }
        let digits = String(decoding: lines[1], as: UTF8.self)
        guard let size = UInt64(digits), String(size) == digits else { throw .malformed("checkpoint size") }
        guard let root = Base64.decode(lines[2]).flatMap({ TreeHash($0) }) else { throw .malformed("checkpoint root") }
        origin = String(decoding: lines[0], as: UTF8.self)
        self.size = size
        self.root = root
    }

    package func signed(by key: SigningKey) throws(NoteFailure) -> SignedNote {
        try SignedNote.sign(text: text, keys: [key])
    }

    /// Reads a signed checkpoint and verifies it; the origin must be the key's name.
    package static func verify(note: [UInt8], key: VerifierKey) throws(NoteFailure) -> Checkpoint {
        let checkpoint = try Checkpoint(parsing: SignedNote.verify(note: note, verifiers: [key]))
        guard checkpoint.origin == key.name else { throw .malformed("the checkpoint's origin is not the key's name") }
        return checkpoint
    }
}
