import HubAPI
import HubStore
import OpenIDConnect
import Policy

/// Says who is behind a client's connection to a sidecar.
struct IdentityService: Sendable {
    let tokens: TokenVerifier
    let policy: PolicyService
    let clock: HubClock

    /// - Throws: `ProblemDetails`.
    func verify(_ request: IdentityRequest, from instance: Instance) async throws -> IdentityResponse {
        guard try await policy.target(request.target, for: instance).identity == .token else {
            throw ProblemDetails(
                .forbidden,
                detail: "the policy takes no clients' tokens on \(request.target): set its identity to token")
        }
        do {
            let identity = try await tokens.verify(request.token, for: .clients, nowSeconds: clock.nowSeconds())
            return IdentityResponse(
                principal: identity.principal, groups: identity.groups, expiresAtSeconds: identity.expiresAtSeconds)
        } catch { throw ProblemDetails(error) }
    }
}
