package import HubAPI

/// Who is behind a client's token: the hub knows.
package protocol IdentityVerifier: Sendable {
    /// - Throws: `LaneFailure`, whose reason the client gets: `unauthenticated` for a token that is not accepted, `notReady`
    ///   when the hub cannot be reached.
    func verify(_ request: IdentityRequest) async throws -> IdentityResponse
}
