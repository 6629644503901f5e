import AdminAPI
import HubAPI
import HubStore
import Policy
import SSHKeys
import SSHWire
import Vault

/// Keys of SSH, which sign and never leave.
extension CredentialService {
    /// Lets an account in, by the host of a target and by no other.
    /// - Throws: `ProblemDetails` when the challenge is not of the target's host: nothing is signed then.
    func sign(_ id: String, _ request: SSHSignatureRequest, from instance: Instance) async throws -> SSHSignature {
        let use = try await proven(id, from: instance)
        // Of the policy in force now: what is withdrawn is not signed for.
        let target = try await policy.target(use.target, for: instance)
        guard let terms = target.ssh, target.credential == use.credential,
            let trust = HostTrust(
                keyLines: terms.hostKeys, authorityLines: terms.hostAuthorities, host: target.upstream.host)
        else {
            throw ProblemDetails(.forbidden, detail: "target \(use.target) does not speak SSH with this credential")
        }
        guard let algorithm = HostKeyAlgorithm(name: request.hostKeyAlgorithm) else {
            throw ProblemDetails(.malformed, detail: "the host's key is of a kind that is not spoken")
        }
        let signer = UserSigner(
            try await sshKey(use.credential), user: terms.user, trust, signsUnbound: terms.unboundSignatures ?? false)
        let challenge = SignatureChallenge.UserAuthentication(
            user: request.user, sessionID: request.sessionHash, hostKey: request.hostKey,
            hostSignature: request.hostSignature, hostKeyAlgorithm: algorithm,
            signatureAlgorithms: request.signatureAlgorithms, mayBindToHost: request.mayBindToHost)
        do throws(UserSigner.Refusal) {
            let signature = try signer.sign(challenge, nowSeconds: UInt64(clamping: clock.nowSeconds()))
            return SSHSignature(
                algorithm: signature.algorithm, key: signature.key, signature: signature.signature,
                isHostBound: signature.isHostBound)
        } catch {
            let words = error.words
            try await store.add(
                HubEvent(
                    atSeconds: clock.nowSeconds(), kind: .credentialRefused, severity: .warning, subject: instance.id,
                    detail: "no signature for target \(use.target): \(words)"))
            throw ProblemDetails(.forbidden, detail: "no signature for target \(use.target): \(words)")
        }
    }

    func sshKey(_ name: String) async throws -> SSHPrivateKey {
        guard !isElsewhere(name), let (bytes, _) = try await secrets.known(.credential, name),
            let stored = StoredSSHKey(encoded: bytes),
            let key = try? SSHPrivateKey(.ed25519, rawRepresentation: stored.bytes)
        else {
            throw ProblemDetails(
                .noCredential, detail: "there is no key \(name): chaperone-hub credential ssh-keygen \(name)")
        }
        return key
    }

    /// A new key, instead of what there was of the name.
    func makeSSHKey(_ name: String) async throws -> SSHKeyView {
        guard !isElsewhere(name), Self.isName(name) else {
            throw ProblemDetails(
                .malformed,
                detail: "a credential has a name of letters, digits, -, _ and ., and is not configured elsewhere")
        }
        let key = try SSHPrivateKey(generating: .ed25519)
        try await secrets.replace(
            .credential, name, label: "ssh-ed25519", with: try StoredSSHKey(bytes: key.rawRepresentation).encoded())
        return SSHKeyView(publicKey: key.publicKey.line, fingerprint: key.publicKey.fingerprint)
    }
}
