import AdminAPI
import HubAPI
import HubStore
import Logging
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
        let connections = SignatureTerms(user: terms.user, trust, signsUnbound: terms.unboundSignatures ?? false)
        let challenge = SignatureChallenge.UserAuthentication(
            user: request.user, sessionID: request.sessionHash, hostKey: request.hostKey,
            hostSignature: request.hostSignature, hostKeyAlgorithm: algorithm,
            signatureAlgorithms: request.signatureAlgorithms, mayBindToHost: request.mayBindToHost)
        let signing = try await signing(use.credential)
        do {
            let verified = try connections.verify(challenge, nowSeconds: UInt64(clamping: clock.nowSeconds()))
            let identity = try await identity(by: signing, for: use, user: request.user, target, instance)
            let signature = try verified.signature(by: identity)
            return SSHSignature(
                algorithm: signature.algorithm, key: signature.key, signature: signature.signature,
                isHostBound: signature.isHostBound)
        } catch let refusal as UserSigner.Refusal {
            let words = refusal.words
            try await store.add(
                HubEvent(
                    atSeconds: clock.nowSeconds(), kind: .credentialRefused, severity: .warning, subject: instance.id,
                    detail: "no signature for target \(use.target): \(words)"))
            throw ProblemDetails(.forbidden, detail: "no signature for target \(use.target): \(words)")
        }
    }

    func signing(_ name: String) async throws -> SSHSigning {
        if let source = sources.sshSigner(name) { return .vault(source) }
        if !isElsewhere(name), let (bytes, _) = try await secrets.known(.credential, name) {
            if let stored = StoredSSHKey(encoded: bytes) {
                return .key(stored.key)
            }
            if let stored = StoredSSHAuthority(encoded: bytes) {
                let key = try SSHPrivateKey(.ed25519, rawRepresentation: stored.bytes)
                return .authority(SSHAuthority(key, sources: stored.sources))
            }
        }
        throw ProblemDetails(
            .noCredential,
            detail:
                "there is no key \(name): chaperone-hub credential ssh-keygen \(name), put \(name) --ssh-key FILE for one that "
                + "there is, or ssh-ca for certificates")
    }

    /// A key, or one that is made for this connection alone and forgotten with it, and its certificate.
    private func identity(
        by signing: SSHSigning, for use: StoredCredentialUse, user: String, _ target: Target, _ instance: Instance
    ) async throws -> UserIdentity {
        if case .key(let key) = signing { return UserIdentity(key) }
        // Of whom a pod is, the hub knows; a client's token was the sidecar's to show.
        let principal = target.identity == .token ? use.principal : instance.principal
        let terms = UserCertificateTerms(
            user: user,
            keyID: CertificateKeyID.text(sidecar: instance.id, session: use.session, principal: principal),
            // The first half of the use's identifier.
            serial: UInt64(use.id.prefix(16), radix: 16) ?? 0, madeAtSeconds: clock.nowSeconds())
        let key = try SSHPrivateKey(generating: .ed25519)
        let certificate: SSHCertificate?
        switch signing {
        case .key: certificate = nil
        case .authority(let authority):
            certificate = try authority.certificate(
                of: key.publicKey, terms, nonce: (0..<32).map { _ in UInt8.random(in: 0...255) })
        case .vault(let source):
            do { certificate = try await source.certificate(of: key.publicKey, terms) } catch {
                logger.error(
                    "a certificate cannot be had", metadata: ["credential": "\(use.credential)", "reason": "\(error)"])
                throw ProblemDetails(.unavailable, detail: "credential \(use.credential): \(error)")
            }
        }
        guard let identity = certificate.flatMap({ UserIdentity(key, $0) }) else {
            throw ProblemDetails(.failed, detail: "no certificate can be made for account \(user)")
        }
        return identity
    }

    /// A new key, instead of what there was of the name.
    func makeSSHKey(_ name: String) async throws -> SSHKeyView {
        try requireNewName(name)
        return try await keep(try SSHPrivateKey(generating: .ed25519), name)
    }

    /// A key that was made elsewhere, instead of what there was of the name.
    /// - Parameter text: as `ssh-keygen` writes it.
    /// - Throws: `ProblemDetails`, without a byte of the text.
    func putSSHKey(_ name: String, _ text: String) async throws -> SSHKeyView {
        try requireNewName(name)
        let lines = text.split(whereSeparator: \.isNewline).map { String($0) }
        let key: SSHPrivateKey
        do throws(SSHKeyFailure) { key = try OpenSSHPrivateKey.read(lines) } catch {
            throw ProblemDetails(.malformed, detail: "the key was not kept: \(error)")
        }
        return try await keep(key, name)
    }

    private func keep(_ key: SSHPrivateKey, _ name: String) async throws -> SSHKeyView {
        try await secrets.replace(
            .credential, name, label: key.type.rawValue, with: try StoredSSHKey(key).encoded())
        return SSHKeyView(publicKey: key.publicKey.line, fingerprint: key.publicKey.fingerprint)
    }

    /// A new authority, instead of what there was of the name.
    func makeSSHAuthority(_ name: String, sourceAddresses: [String]) async throws -> SSHKeyView {
        try requireNewName(name)
        guard sourceAddresses.count <= SSHAuthority.sourcesLimit else {
            throw ProblemDetails(
                .malformed, detail: "an authority has at most \(SSHAuthority.sourcesLimit) source addresses")
        }
        let sources = try sourceAddresses.map { text in
            do throws(Network.Malformed) { return try Network(text) } catch {
                let words = error == .local ? "is the machine's own, from which no host is reached" : error.description
                throw ProblemDetails(.malformed, detail: "source address \"\(text)\" \(words)")
            }
        }
        let key = try SSHPrivateKey(generating: .ed25519)
        try await secrets.replace(
            .credential, name, label: "ssh-ed25519 authority",
            with: try StoredSSHAuthority(bytes: key.rawRepresentation, sources: sources).encoded())
        return SSHKeyView(publicKey: key.publicKey.line, fingerprint: key.publicKey.fingerprint)
    }

    private func requireNewName(_ name: String) throws {
        guard !isElsewhere(name), Self.isName(name) else {
            throw ProblemDetails(
                .malformed,
                detail: "a credential has a name of letters, digits, -, _ and ., and is not configured elsewhere")
        }
    }
}
