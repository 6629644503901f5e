import HubAPI
import HubClient
import Lane

/// The credential of one target, which stays at the hub: the sidecar gets proofs of it, one use at a time.
struct HubCredentials: CredentialSource {
    let client: HubClient
    let backgroundTasks: BackgroundTasks
    let target: String

    func open(session: String, principal: String) async throws -> any CredentialExchange {
        let request = CredentialUseRequest(target: target, session: session, principal: principal)
        let use = try await Self.mapFailure { () throws(HubFailure) in try await client.beginCredentialUse(request) }
        return HubCredentialExchange(client: client, backgroundTasks: backgroundTasks, use: use)
    }

    /// - Throws: `LaneFailure`.
    static func mapFailure<Value: Sendable>(
        _ call: () async throws(HubFailure) -> Value
    ) async throws(LaneFailure) -> Value {
        do { return try await call() } catch {
            throw LaneFailure(error.isPassing ? .notReady : .unauthenticated, error.description)
        }
    }
}

private struct HubCredentialExchange: CredentialExchange {
    let client: HubClient
    let backgroundTasks: BackgroundTasks
    let use: CredentialUse

    var user: String { use.user }

    func prove(_ challenge: ScramChallenge) async throws -> ScramProof {
        try await HubCredentials.mapFailure { () throws(HubFailure) in try await client.scramProof(challenge, for: use)
        }
    }

    func answer(_ challenge: MD5Challenge) async throws -> PasswordAnswer {
        try await HubCredentials.mapFailure { () throws(HubFailure) in try await client.md5Answer(challenge, for: use) }
    }

    func cleartext() async throws -> PasswordAnswer {
        try await HubCredentials.mapFailure { () throws(HubFailure) in try await client.cleartextPassword(for: use) }
    }

    func end(isRefused: Bool) {
        // Whether the hub hears of it or not, the use ends by itself.
        backgroundTasks.add { [client, use] in try? await client.endCredentialUse(use, isRefused: isRefused) }
    }
}
