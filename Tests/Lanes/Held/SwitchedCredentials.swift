import Lane
import PostgresLane

/// One credential for the catalog, another for sessions.
struct SwitchedCredentials: CredentialSource {
    private let catalog: Credential
    private let sessions: Credential

    init(first: String, then password: String? = nil, thenUser: String = "agent") {
        catalog = Credential(user: "agent", password: first)
        sessions = Credential(user: thenUser, password: password ?? first)
    }

    func open(session: String, principal: String) async throws -> any CredentialExchange {
        session.isEmpty ? catalog : sessions
    }
}
