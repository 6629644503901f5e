import Judge
import Policy

/// What has been sent upstream and not been answered to its end, in order.
enum Operation {
    /// A simple Query: one run for each statement, until ReadyForQuery.
    case query(runs: [StatementRun], index: Int)
    case parse(isRewritten: Bool, undo: Undo)
    case bind(undo: Undo)
    case close(undo: Undo)
    /// Answered by RowDescription or NoData, for a statement after its ParameterDescription.
    case describe(statement: [UInt8]?, portal: [UInt8]?)
    case execute(StatementRun, portal: [UInt8])
    case sync
    /// Our own failing text in place of what was refused: its error is replaced by the refusal.
    case refused(Refusal, isQuery: Bool)
    /// The failing text that fails a transaction whose statement was cut after the server had completed it: both its
    /// error and the ReadyForQuery before it are not the client's.
    case poison

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

/// A named or unnamed prepared statement of the extended protocol.
struct PreparedStatement {
    var profile: StatementProfile
    var auditText: String
    var rewritten: String?
    /// Empty for one of SQL PREPARE or DECLARE.
    var rawText: [UInt8]
    /// What the server was sent.
    var sent: [UInt8]
    /// Of the policy that it was judged by; nil when that is an earlier one, and it cannot be judged again.
    var revision: UInt64?
    var columns: [RowMasker.Column]?
}

struct Portal {
    var statement: PreparedStatement
    var statementName: [UInt8]
    var columns: [RowMasker.Column]?
    /// Result format codes of the Bind: none (all text), one (for all), or one each.
    var formats: [Int16]
    /// Its statement's effects have been applied.
    var isUsed = false
    /// Executing it was approved under this rule.
    var approvedRule: String?
    let progress = RowProgress()
}
