import HubAPI
import HubStore

/// Who a bearer token of the administration belongs to.
struct PersonDirectory: Sendable {
    static let tokenPrefix = "chaperone-admin-"

    let store: any HubStore

    /// - Throws: `ProblemDetails` when the token is not accepted.
    func person(token: String) async throws -> Person {
        guard token.hasPrefix(Self.tokenPrefix), let known = try await store.adminToken(hash: TokenHash.of(token))
        else {
            throw ProblemDetails(.tokenRefused, detail: "the admin token is not known")
        }
        return Person(principal: "admin-token:\(known.name)", groups: [], isAdministrator: true)
    }
}
