/// Where the lane's credential is: in a file, or at the hub, which proves that it has it and never gives it away.
package protocol CredentialSource: Sendable {
    /// Called once for each connection to the target, before it is opened.
    /// - Parameters:
    ///   - session: 16 hexadecimal digits; empty for the lane's own connections (the catalog).
    ///   - principal: whom the connection is for.
    /// - Throws: `LaneFailure`, whose reason the client gets: `notReady` when it may work later,
    ///   `unauthenticated` when not. It must throw within `LaneLimits.upstreamTimeoutSeconds`.
    func open(session: String, principal: String) async throws -> any CredentialExchange
}
