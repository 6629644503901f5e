import Judge
import Policy
import Synchronization

/// The judge in force for one role: sessions of it ask here for each statement.
final class EvaluatorSlot: Sendable {
    private struct State {
        var judge: Judge
        /// Why nothing is permitted.
        var closures: [Refusal] = []
        /// In its place then.
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
    /// The one that rules where nothing is closed.
    var openJudge: Judge { state.withLock(\.judge) }

    /// Takes a judge of a newer catalog. Who is judged already goes on with the last one that fitted.
    func adopt(_ judge: Judge) {
        state.withLock { state in
            state.problems = judge.problems
            guard judge.problems.isEmpty else { return }
            state.judge = judge
            Self.settle(&state)
        }
    }

    /// Permits nothing any more, until all reasons for it have gone.
    func close(_ reason: Refusal) {
        state.withLock { state in
            if !state.closures.contains(reason) { state.closures.append(reason) }
            Self.settle(&state)
        }
    }

    func open(_ reason: Refusal) {
        state.withLock { state in
            state.closures.removeAll { $0 == reason }
            Self.settle(&state)
        }
    }

    private static func settle(_ state: inout State) {
        state.closed = state.closures.first.map { state.judge.closed(with: $0) }
    }
}

extension Refusal {
    static let leaseEnded = Refusal(
        sqlState: "57P03",
        message: "the policy's lease has ended: the hub could not be reached in time, so nothing is permitted",
        hint: "ask the operator of the sidecar; statements go on when the hub has renewed the policy",
        rule: "chaperone/lease")

    static let unwatched = Refusal(
        sqlState: "57P03",
        message: "it is not known any more what the database's tables hold: the server cannot be asked about changes",
        hint: "statements go on when the server has answered", rule: "chaperone/unwatched")
}
