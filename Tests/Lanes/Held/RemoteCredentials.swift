import HubAPI
import Lane
import SCRAM
import Synchronization

/// A hub that proves a password and never gives it away; it can be away.
final class RemoteCredentials: CredentialSource {
    struct Use: Sendable, Equatable {
        var session: String
        var principal: String
    }

    private struct State {
        var isAway = false
        var uses: [Use] = []
        var ended = 0
        var refused = 0
        var methods: [CredentialMethod] = []
    }

    private let user: String
    private let password: String
    private let state = Mutex(State())

    init(user: String, password: String) {
        self.user = user
        self.password = password
    }

    var isAway: Bool {
        get { state.withLock(\.isAway) }
        set { state.withLock { $0.isAway = newValue } }
    }
    var uses: [Use] { state.withLock(\.uses) }
    var ended: Int { state.withLock(\.ended) }
    var refused: Int { state.withLock(\.refused) }
    var methods: [CredentialMethod] { state.withLock(\.methods) }

    func open(session: String, principal: String) async throws -> any CredentialExchange {
        if isAway {
            throw LaneFailure(.notReady, "the hub cannot be reached, and only it has the credential")
        }
        state.withLock { $0.uses.append(Use(session: session, principal: principal)) }
        return Exchange(source: self)
    }

    private struct Exchange: CredentialExchange {
        let source: RemoteCredentials
        var user: String { source.user }

        func prove(_ challenge: ScramChallenge) async throws -> ScramProof {
            source.state.withLock { $0.methods.append(.scramSHA256) }
            return try ScramSecret.prove(challenge, password: source.password)
        }

        func answer(_ challenge: MD5Challenge) async throws -> PasswordAnswer {
            source.state.withLock { $0.methods.append(.md5) }
            return MD5Secret.answer(challenge, user: user, password: source.password) ?? PasswordAnswer(password: "")
        }

        func cleartext() async throws -> PasswordAnswer {
            source.state.withLock { $0.methods.append(.cleartext) }
            return PasswordAnswer(password: source.password)
        }

        func end(isRefused: Bool) {
            source.state.withLock {
                $0.ended += 1
                if isRefused { $0.refused += 1 }
            }
        }
    }
}
