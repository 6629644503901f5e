import AuditLog
import HubStore
import PolicyBundle
import SignedNote

/// The hub's own keys. Made at the first start, by whichever replica comes first, and kept sealed in the store.
struct HubKeys: Sendable {
    /// Signs policy bundles.
    let policyKey: SigningKey
    /// Cosigns checkpoints: `<hub name>/witness`.
    let witnessKey: SigningKey
    /// Signs the hub's own log: `chaperone/<hub name>/hub`.
    let logKey: SigningKey
    let authority: CertificateAuthority
    /// Signs what lanes show to clients: whoever trusts it for databases' names trusts it for nothing of the hub's.
    let laneAuthority: CertificateAuthority

    /// A checkpoint with the hub's own signature line as a witness below those it has.
    func cosigned(_ note: SignedNote, nowSeconds: Int64) throws -> SignedNote {
        let line = try Cosignature.sign(
            checkpointText: note.text, key: witnessKey, timestampSeconds: UInt64(max(0, nowSeconds)))
        return try SignedNote(text: note.text, signatures: note.signatures + [line])
    }

    /// What sidecars check cosignatures with.
    let witnessVerifierKey: VerifierKey

    init(secrets: SecretKeeper, hubName: String, nowSeconds: Int64) async throws {
        func key(_ name: String, _ keyName: String) async throws -> SigningKey {
            try SigningKey(
                name: keyName, seed: try await secrets.secret(.hubKey, name) { RandomText.bytes(SigningKey.seedBytes) })
        }
        policyKey = try await key("policy", BundleFile.keyName)
        witnessKey = try await key("witness", "\(hubName)/witness")
        logKey = try await key("log", "chaperone/\(hubName)/hub")
        witnessVerifierKey = try VerifierKey(
            name: witnessKey.name, algorithm: .cosignatureV1, publicKey: witnessKey.verifierKey.publicKey)
        func authority(_ name: String, of hubName: String) async throws -> CertificateAuthority {
            // One secret, so that key and certificate can never come from two replicas.
            let pair = try await secrets.secret(.hubKey, name) {
                let made = try CertificateAuthority.make(hubName: hubName, nowSeconds: nowSeconds)
                return made.key + made.certificate
            }
            return try CertificateAuthority(
                rawKey: Array(pair.prefix(32)), certificate: Array(pair.dropFirst(32)), hubName: hubName)
        }
        self.authority = try await authority("authority", of: hubName)
        laneAuthority = try await authority("lane-authority", of: "\(hubName), lanes")
    }
}
