package import HubAPI

/// Who is behind a client's token: the hub knows.
package protocol IdentityVerifier: Sendable {
    /// - Throws: `UpstreamStartup.Failure`, whose reason and SQLSTATE the client gets: 28000 for a token that is not
    ///   accepted, 57P03 when the hub cannot be reached.
    func verify(_ request: IdentityRequest) async throws -> IdentityResponse
}
