import Judge
import Policy
import Synchronization

/// The judge in force for one role: sessions of it ask here for each statement.
final class RoleBench: Sendable {
    private struct State {
        var judge: Judge
        /// In its place when the policy's lease has ended.
        var closed: Judge?
        /// What was wrong when the catalog was last read; then `judge` is the last one that it fitted.
        var problems: [String]
    }

    let role: Role
    /// Of its policy: see `Judge`.
    let revision: UInt64
    private let state: Mutex<State>

    init(_ judge: Judge) {
        role = judge.role
        revision = judge.revision
        state = Mutex(State(judge: judge, problems: judge.problems))
    }

    var judge: Judge { state.withLock { $0.closed ?? $0.judge } }
    var problems: [String] { state.withLock(\.problems) }

    /// Takes a judge of a newer catalog. Who is judged already goes on with the last one that fitted.
    func adopt(_ judge: Judge) {
        state.withLock { state in
            state.problems = judge.problems
            guard judge.problems.isEmpty else { return }
            state.judge = judge
            if state.closed != nil { state.closed = judge.closed(with: .leaseEnded) }
        }
    }

    func close() { state.withLock { $0.closed = $0.judge.closed(with: .leaseEnded) } }
    func open() { state.withLock { $0.closed = nil } }
}

extension Refusal {
    static let leaseEnded = Refusal(
        sqlState: "57P03",
        message: "the policy's lease has ended: the hub could not be reached in time, so nothing is permitted",
        hint: "ask the operator of the sidecar; statements go on when the hub has renewed the policy",
        rule: "chaperone/lease")
}
