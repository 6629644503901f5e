import NIOCore
import SSHWire

/// A challenge of a connection with a host that is trusted, which the host has signed. Only `SignatureTerms` makes it, and
/// without it nothing is signed.
package struct VerifiedChallenge: Sendable {
    private let challenge: SignatureChallenge.UserAuthentication

    init(_ challenge: SignatureChallenge.UserAuthentication) { self.challenge = challenge }

    /// Signs the request that it builds itself.
    package func signature(by identity: UserIdentity) throws(UserSigner.Refusal) -> UserSignature {
        let key = identity.key
        let algorithm = key.type.signatureAlgorithms.first {
            challenge.signatureAlgorithms?.contains($0.rawValue) ?? true
        }
        guard let algorithm else { throw .noCommonAlgorithm }
        let name = identity.name(of: algorithm)
        let bytes = AuthenticationRequest.signedBytes(
            sessionID: challenge.sessionID, user: challenge.user, algorithm: name, key: identity.blob,
            hostKey: challenge.mayBindToHost ? challenge.hostKey : nil)
        guard let signature = try? key.signature(over: bytes, algorithm) else { throw .noCommonAlgorithm }
        return UserSignature(
            algorithm: name, key: identity.blob, signature: signature.allBytes, isHostBound: challenge.mayBindToHost)
    }
}
