import HubAPI
import HubClient
import Lane

/// Clients' tokens are verified by the hub.
struct HubIdentities: IdentityVerifier {
    let client: HubClient

    func verify(_ request: IdentityRequest) async throws -> IdentityResponse {
        try await HubCredentials.mapFailure { () throws(HubFailure) in try await client.identity(request) }
    }
}
