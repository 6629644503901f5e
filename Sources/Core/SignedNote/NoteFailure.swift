/// Why a key or a note was not accepted. Its description never holds key material or the note's text.
package enum NoteFailure: Error, Sendable, Equatable, CustomStringConvertible {
    /// Not of the form that the specification asks for.
    case malformed(String)
    /// Over `SignedNote.noteBytesLimit` or `SignedNote.signaturesLimit`.
    case tooLarge
    /// None of the signatures is by a key that is trusted here.
    case noTrustedSignature
    /// A signature claims to be by the trusted key of that name, and is not.
    case badSignature(keyName: String)

    package var description: String {
        switch self {
        case .malformed(let what): "malformed: \(what)"
        case .tooLarge: "the note is larger than the limit"
        case .noTrustedSignature: "no signature by a trusted key"
        case .badSignature(let keyName): "the signature of key \(keyName) does not match"
        }
    }
}
