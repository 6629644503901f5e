import Judge
import Policy

/// What has been sent upstream and not been answered to its end, in order.
enum Operation {
    /// A simple Query: one run for each statement, until ReadyForQuery.
    case query(runs: [StatementRun], index: Int)
    case parse(isRewritten: Bool, undo: Undo)
    case bind(undo: Undo)
    case close(undo: Undo)
    /// Answered by RowDescription or NoData, for a statement after its ParameterDescription. What it describes is what
    /// had the name when it was sent; nil: nothing that is known here.
    case describe(Described)
    case execute(StatementRun, Portal)
    case sync
    /// Our own failing text in place of what was refused: its error is replaced by the refusal.
    indirect case refused(Refusal, isQuery: Bool)
    /// The failing text that fails a transaction whose statement was cut after the server had completed it: both its
    /// error and the ReadyForQuery before it are not the client's.
    case poison

    enum Described {
        case statement(PreparedStatement?)
        case portal(Portal?)
    }

    var isCopyIn: Bool { pendingRuns.contains { $0.profile.kinds.contains(.copyIn) } }

    var isSync: Bool { if case .sync = self { true } else { false } }

    /// The statements of it that have not ended.
    var pendingRuns: ArraySlice<StatementRun> {
        switch self {
        case .query(let runs, let index): runs[min(index, runs.count)...]
        case .execute(let run, _): [run]
        default: []
        }
    }

    /// What to take back when the server has skipped it.
    var undo: Undo? {
        switch self {
        case .parse(_, let undo), .bind(let undo), .close(let undo): undo
        case .execute(let run, _): run.undo
        case .query(let runs, let index): runs[min(index, runs.count)...].lazy.compactMap(\.undo).first
        default: nil
        }
    }
}
