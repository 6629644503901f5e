/// A text with the signatures under it: C2SP signed-note (https://c2sp.org/signed-note).
package struct SignedNote: Sendable, Equatable {
    package static let noteBytesLimit = 16 << 20
    package static let signaturesLimit = 64

    /// Ends with a newline.
    package let text: String
    package let signatures: [NoteSignature]

    /// - Throws: `malformed` when the text does not end with a newline or holds other control characters.
    package init(text: String, signatures: [NoteSignature]) throws(NoteFailure) {
        guard text.utf8.last == UInt8(ascii: "\n") else { throw .malformed("the text does not end with a newline") }
        guard !text.utf8.contains(where: { $0 < 0x20 && $0 != UInt8(ascii: "\n") }) else {
            throw .malformed("the text holds a control character")
        }
        guard signatures.count <= Self.signaturesLimit, text.utf8.count <= Self.noteBytesLimit else { throw .tooLarge }
        self.text = text
        self.signatures = signatures
    }

    /// - Parameter text: must end with a newline and hold no other control character.
    package static func sign(text: String, keys: [SigningKey]) throws(NoteFailure) -> SignedNote {
        let message = Array(text.utf8)
        var signatures: [NoteSignature] = []
        for key in keys {
            signatures.append(
                NoteSignature(
                    keyName: key.name, keyID: key.verifierKey.keyID, signature: try key.signature(for: message)))
        }
        return try SignedNote(text: text, signatures: signatures)
    }

    /// Reads the form only; nothing is verified.
    package static func parse(_ note: [UInt8]) throws(NoteFailure) -> SignedNote {
        let newline = UInt8(ascii: "\n")
        guard note.count <= noteBytesLimit else { throw .tooLarge }
        guard note.last == newline else { throw .malformed("the note does not end with a newline") }
        var index = note.count - 2
        while index >= 1, !(note[index] == newline && note[index - 1] == newline) { index -= 1 }
        guard index >= 1 else { throw .malformed("no empty line before the signatures") }
        guard let text = String(validating: note[..<index], as: UTF8.self) else { throw .malformed("not UTF-8") }
        let lines = note[(index + 1)...].dropLast().split(separator: newline, omittingEmptySubsequences: false)
        guard lines.count <= signaturesLimit else { throw .tooLarge }
        var signatures: [NoteSignature] = []
        for line in lines { signatures.append(try NoteSignature(parsing: line)) }
        return try SignedNote(text: text, signatures: signatures)
    }

    package static func parse(_ note: String) throws(NoteFailure) -> SignedNote {
        try parse(Array(note.utf8))
    }

    /// - Returns: the text, when at least one of the verifiers signed it and no signature that claims to be by one of
    ///   them is wrong. Signatures by other keys are ignored, as the specification asks.
    package static func verify(note: [UInt8], verifiers: [VerifierKey]) throws(NoteFailure) -> String {
        let parsed = try parse(note)
        try parsed.verify(by: verifiers)
        return parsed.text
    }

    package static func verify(note: String, verifiers: [VerifierKey]) throws(NoteFailure) -> String {
        try verify(note: Array(note.utf8), verifiers: verifiers)
    }

    /// See `verify(note:verifiers:)`.
    package func verify(by verifiers: [VerifierKey]) throws(NoteFailure) {
        let message = Array(text.utf8)
        var isSigned = false
        for verifier in verifiers where verifier.algorithm == .ed25519 {
            for signature in signatures where signature.isClaimed(by: verifier) {
                guard verifier.isValid(signature: signature.signature, for: message) else {
                    throw .badSignature(keyName: verifier.name)
                }
                isSigned = true
            }
        }
        guard isSigned else { throw .noTrustedSignature }
    }

    /// The note as it is stored and sent.
    package var description: String {
        var output = text + "\n"
        for signature in signatures { output += signature.line + "\n" }
        return output
    }
}

extension SignedNote: CustomStringConvertible {}
