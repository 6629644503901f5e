package import Lane
package import SSHKeys

/// Where the key of the host's account is: in a file, or at the hub, which signs and never gives it away.
package protocol SSHCredentialSource: CredentialSource {
    /// Called for each connection to the host, when the host has proved itself.
    /// - Parameters:
    ///   - session: 16 hexadecimal digits; empty for the lane's own connections.
    ///   - principal: whom the connection is for.
    /// - Throws: `LaneFailure`, whose reason the client gets: `notReady` when it may work later, `unauthenticated` when not.
    func sign(
        _ challenge: SignatureChallenge.UserAuthentication, session: String, principal: String
    ) async throws -> UserSignature
}
