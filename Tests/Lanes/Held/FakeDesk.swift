import HubAPI
import Lane
import Synchronization

/// People who decide when the test says so.
final class FakeDesk: ApprovalDesk {
    private struct State {
        var requests: [ApprovalRequest] = []
        var decided: [String: @Sendable (ApprovalState) -> Void] = [:]
        var withdrawn: [String] = []
    }

    let boot = "boot"
    private let state = Mutex(State())

    func submit(_ request: ApprovalRequest, heard: @escaping @Sendable (ApprovalState) -> Void) {
        state.withLock { state in
            state.requests.append(request)
            state.decided[request.id] = heard
        }
    }

    func withdraw(_ id: String) { state.withLock { $0.withdrawn.append(id) } }

    var withdrawn: [String] { state.withLock(\.withdrawn) }

    /// The request of this number, from 1, when it comes.
    func request(_ number: Int = 1) async throws -> ApprovalRequest {
        try await Waiting.value("request \(number)") {
            state.withLock { $0.requests.count >= number ? $0.requests[number - 1] : nil }
        }
    }

    func decide(_ id: String, _ decision: ApprovalState.State, by: String = "ann", reason: String? = nil) {
        let decided = state.withLock { $0.decided[id] }
        decided?(ApprovalState(id: id, state: decision, decidedBy: by, reason: reason))
    }
}
