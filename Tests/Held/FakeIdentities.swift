import HubAPI
import PostgresLane
import PostgresSession

/// Knows some tokens.
struct FakeIdentities: IdentityVerifier {
    let tokens: [String: IdentityResponse]

    func verify(_ request: IdentityRequest) async throws -> IdentityResponse {
        guard let identity = tokens[request.token] else {
            throw UpstreamStartup.Failure(reason: "the token is not accepted", sqlState: "28000")
        }
        return identity
    }
}
