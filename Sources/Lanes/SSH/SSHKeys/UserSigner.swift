/// A user's key, and the hosts that it may sign for. What holds the key is this, wherever that is; a sidecar only asks.
///
/// Before it signs, it sees that the challenge is of a connection with one of its hosts: the key is trusted, and the
/// host itself has signed the connection's hash. So whoever asks cannot have a signature for another host, nor for a
/// connection that the host is not an end of. What it signs names the host's key, so that a host that lends its signature to
/// somebody else's connection lends nothing: another host, which knows its own key, refuses what was signed.
package struct UserSigner: Sendable {
    package enum Refusal: Error, Sendable, Equatable {
        case hostNotTrusted(HostTrust.Refusal)
        case hostSignatureWrong
        case sessionMalformed
        case anotherUser
        /// The host takes no signature that the key can make.
        case noCommonAlgorithm
        /// The host takes no signature that names its key.
        case notBound
    }

    private let identity: UserIdentity
    private let terms: SignatureTerms

    /// - Parameters:
    ///   - user: the account that it signs for.
    ///   - signsUnbound: also for hosts that take no signature that names their key.
    package init(_ key: SSHPrivateKey, user: String, _ trust: HostTrust, signsUnbound: Bool = false) {
        self.init(UserIdentity(key), SignatureTerms(user: user, trust, signsUnbound: signsUnbound))
    }

    package init(_ identity: UserIdentity, _ terms: SignatureTerms) {
        self.identity = identity
        self.terms = terms
    }

    /// - Parameter nowSeconds: since 1970.
    package func sign(
        _ challenge: SignatureChallenge.UserAuthentication, nowSeconds: UInt64
    ) throws(Refusal) -> UserSignature {
        try terms.verify(challenge, nowSeconds: nowSeconds).signature(by: identity)
    }
}
