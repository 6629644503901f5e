import HubAPI
import Lane

/// Knows some tokens.
struct FakeIdentities: IdentityVerifier {
    let tokens: [String: IdentityResponse]

    func verify(_ request: IdentityRequest) async throws -> IdentityResponse {
        guard let identity = tokens[request.token] else {
            throw LaneFailure(.unauthenticated, "the token is not accepted")
        }
        return identity
    }
}
