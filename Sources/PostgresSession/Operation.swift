import Judge
import Policy

/// What has been sent upstream and not been answered to its end, in order.
enum Operation {
    /// A simple Query: one run for each statement, until ReadyForQuery.
    case query(runs: [StatementRun], index: Int)
    case parse(isRewritten: Bool)
    case bind
    case close
    /// Answered by RowDescription or NoData, for a statement after its ParameterDescription.
    case describe(statement: [UInt8]?, portal: [UInt8]?)
    case execute(StatementRun, portal: [UInt8])
    case sync
    /// Our own failing text in place of what was refused: its error is replaced by the refusal.
    case refused(Refusal, isQuery: Bool)

    var isCopyIn: Bool {
        switch self {
        case .query(let runs, let index):
            runs[min(index, runs.count)...].contains { $0.profile.kinds.contains(.copyIn) }
        case .execute(let run, _): run.profile.kinds.contains(.copyIn)
        default: false
        }
    }
}

/// A named or unnamed prepared statement of the extended protocol.
struct PreparedStatement {
    var profile: StatementProfile
    var auditText: String
    var rewritten: String?
    var rawText: [UInt8]
    var columns: [RowMasker.Column]?
}

struct Portal {
    var statement: PreparedStatement
    var columns: [RowMasker.Column]?
    /// Result format codes of the Bind: none (all text), one (for all), or one each.
    var formats: [Int16]
    /// Rows of earlier Executes: limits count over all of them.
    var isUsed = false
}
