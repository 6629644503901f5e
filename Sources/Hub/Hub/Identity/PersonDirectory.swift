import HubAPI
import HubStore
import OpenIDConnect
import Policy

/// Who a bearer token of the administration belongs to: an admin token, or a person's token of a configured issuer.
struct PersonDirectory: Sendable {
    static let tokenPrefix = "chaperone-admin-"

    let store: any HubStore
    let tokens: TokenVerifier
    let clock: HubClock
    /// Groups whose members may do everything.
    let administrators: Set<String>

    /// - Throws: `ProblemDetails` when the token is not accepted.
    func person(token: String) async throws -> Person {
        guard token.hasPrefix(Self.tokenPrefix) else {
            guard token.contains("."), !tokens.issuers(for: .people).isEmpty else {
                throw ProblemDetails(.tokenRefused, detail: "the admin token is not known")
            }
            return person(try await identity(token))
        }
        guard let known = try await store.adminToken(hash: TokenHash.of(token)) else {
            throw ProblemDetails(.tokenRefused, detail: "the admin token is not known")
        }
        return Person(principal: "admin-token:\(known.name)", groups: [], isAdministrator: true)
    }

    func person(_ identity: TokenIdentity) -> Person {
        let groups = identity.groups.filter(\.isComposed)
        return Person(
            principal: identity.principal, groups: groups, isAdministrator: !administrators.isDisjoint(with: groups))
    }

    private func identity(_ token: String) async throws -> TokenIdentity {
        do {
            return try await tokens.verify(token, for: .people, nowSeconds: clock.nowSeconds())
        } catch { throw ProblemDetails(error) }
    }
}
