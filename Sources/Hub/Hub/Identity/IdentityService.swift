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
        let target = try await policy.target(request.target, for: instance)
        guard target.identity == .token else {
            throw ProblemDetails(
                .forbidden,
                detail: "the policy takes no clients' tokens on \(request.target): set its identity to token")
        }
        let names = try await policy.claims(askedOn: target)
        do {
            let identity = try await tokens.verify(
                request.token, for: .clients, claims: names, nowSeconds: clock.nowSeconds())
            return IdentityResponse(
                principal: identity.principal, groups: identity.groups, expiresAtSeconds: identity.expiresAtSeconds,
                claims: names.isEmpty ? nil : identity.claims)
        } catch { throw ProblemDetails(error) }
    }
}
