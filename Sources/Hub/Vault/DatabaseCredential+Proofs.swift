package import HubAPI
package import SCRAM

/// What a sidecar may know of a password: the answers to one server's challenges.
extension DatabaseCredential {
    /// SCRAM-SHA-256 (RFC 7677).
    package func prove(_ challenge: ScramChallenge) throws(ScramFailure) -> ScramProof {
        try ScramSecret.prove(challenge, password: password.value)
    }

    /// - Returns: nil when the salt is not of 4 bytes.
    package func answer(_ challenge: MD5Challenge) -> PasswordAnswer? {
        MD5Secret.answer(challenge, user: user, password: password.value)
    }
}
