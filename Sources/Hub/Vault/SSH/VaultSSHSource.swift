import Outbound
package import SSHKeys
import SignedNote

/// Certificates of users that Vault's or OpenBao's SSH engine signs, over keys of the hub's.
///
/// The policy needs `update` on `MOUNT/sign/ROLE`. Vault decides what it signs; what it has signed is taken only when it says what
/// was asked for, and nothing that goes further.
package struct VaultSSHSource: Sendable {
    package struct Parameters: Sendable, Equatable {
        package var mount: String
        package var role: String

        package init(mount: String = "ssh", role: String) {
            self.mount = mount
            self.role = role
        }
    }

    /// As the engine's documentation has it.
    private struct SignRequest: Encodable {
        var publicKey: String
        var validPrincipals: String
        var certType = "user"
        var keyId: String
        var ttl: String
    }

    private struct Signed: Decodable, Sendable { var signedKey: String }

    /// Where alone a certificate may be used: that narrows it.
    private static let criticalOptions: Set<String> = ["source-address"]

    private let client: VaultClient
    private let parameters: Parameters

    package init(client: VaultClient, _ parameters: Parameters) {
        self.client = client
        self.parameters = parameters
    }

    package func certificate(
        of user: SSHPublicKey, _ terms: UserCertificateTerms
    ) async throws(CredentialFailure) -> SSHCertificate {
        let request = SignRequest(
            publicKey: user.line, validPrincipals: terms.user, keyId: terms.keyID,
            ttl: "\(UserCertificateTerms.validSeconds)s")
        let answer = try await client.ask(
            .post, [parameters.mount, "sign", parameters.role], body: request, nowSeconds: terms.madeAtSeconds,
            as: VaultAnswer<Signed>.self)
        let place = "\(parameters.mount)/sign/\(parameters.role)"
        let words = answer.data.signedKey.split(whereSeparator: \.isWhitespace)
        guard words.count >= 2, let blob = Base64.decode(String(words[1])), let certificate = SSHCertificate(blob: blob)
        else { throw .malformed(place, "its answer has no certificate over a key that is spoken") }
        if let fault = Self.fault(of: certificate, user, terms) { throw .malformed(place, fault) }
        return certificate
    }

    /// In what it is not what was asked for; nil: in nothing.
    static func fault(
        of certificate: SSHCertificate, _ user: SSHPublicKey, _ terms: UserCertificateTerms
    ) -> String? {
        guard certificate.key == user, certificate.holder == .user, certificate.isSigned else {
            return "its certificate is not a user's over the key that was sent"
        }
        guard certificate.keyID == terms.keyID else {
            return "its certificate has another key ID: the role needs allow_user_key_ids"
        }
        guard certificate.principals == [terms.user] else { return "its certificate is for other principals" }
        let latest = UInt64(clamping: terms.madeAtSeconds + UserCertificateTerms.validSeconds * 2)
        guard certificate.validBeforeSeconds <= latest else {
            return
                "its certificate is good for more than \(UserCertificateTerms.validSeconds * 2) s: the role's ttl must let it be shorter"
        }
        if certificate.criticalOptions.contains(where: { !criticalOptions.contains($0) }) {
            return
                "its certificate has a critical option beside source-address, so that a host would not do what was judged"
        }
        if certificate.extensions.contains(where: { !UserCertificateTerms.extensions.contains($0) }) {
            return
                "its certificate has an extension beside permit-pty: take others out of the role's default_extensions"
        }
        return nil
    }
}
