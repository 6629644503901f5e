package import SignedNote

/// A witness's statement that it saw a checkpoint: C2SP tlog-cosignature, `cosignature/v1`.
package struct Cosignature: Sendable, Equatable {
    /// Seconds since 1970 at which the witness signed.
    package let timestampSeconds: UInt64
    /// 64 bytes.
    package let signature: [UInt8]

    /// - Parameter line: a signature line of a note, whose key is `witness`.
    /// - Throws: `noTrustedSignature` when the line is not by the witness.
    package init(parsing line: NoteSignature, witness: VerifierKey) throws(NoteFailure) {
        guard witness.algorithm == .cosignatureV1, line.isClaimed(by: witness) else { throw .noTrustedSignature }
        guard line.signature.count == 8 + VerifierKey.signatureBytes else { throw .malformed("cosignature") }
        timestampSeconds = line.signature.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
        signature = Array(line.signature.dropFirst(8))
    }

    /// Cosigns the text of a checkpoint. The key's note name and secret are the witness's; its key ID is of type 0x04.
    package static func sign(
        checkpointText: String, key: SigningKey, timestampSeconds: UInt64
    ) throws(NoteFailure) -> NoteSignature {
        let witness = try VerifierKey(
            name: key.name, algorithm: .cosignatureV1, publicKey: key.verifierKey.publicKey)
        let stamp = (0..<8).map { UInt8(truncatingIfNeeded: timestampSeconds >> (56 - 8 * UInt64($0))) }
        let signature = try key.signature(for: message(checkpointText, timestampSeconds))
        return NoteSignature(keyName: key.name, keyID: witness.keyID, signature: stamp + signature)
    }

    package func isValid(checkpointText: String, witness: VerifierKey) -> Bool {
        witness.algorithm == .cosignatureV1
            && witness.isValid(signature: signature, for: Self.message(checkpointText, timestampSeconds))
    }

    private static func message(_ checkpointText: String, _ timestampSeconds: UInt64) -> [UInt8] {
        Array("cosignature/v1\ntime \(timestampSeconds)\n\(checkpointText)".utf8)
    }
}
