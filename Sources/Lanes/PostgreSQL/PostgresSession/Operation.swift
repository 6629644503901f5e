import Judge
import Policy

/// One message that was sent upstream and has not been answered to its end. What it needs to be answered is in it.
enum Operation {
    case query(QueryRun)
    /// - Parameter isShown: the client asked for it; one that the lane sends by itself is answered to nobody.
    case parse(PreparedStatement, isShown: Bool)
    case bind(Portal)
    case close(Closed)
    /// ParameterDescription comes first, then RowDescription or NoData.
    case describeStatement(PreparedStatement, hasParameters: Bool)
    case describePortal(Portal)
    case execute(StatementRun, Portal)
    /// - Parameter segment: that it has ended.
    case sync(Ending, segment: UInt64)
    /// Our own failing text in place of a Parse that was refused: its error is replaced by the refusal.
    indirect case refusedParse(Refusal)
    /// The same in place of a Query.
    /// - Parameter followsPipeline: see `QueryRun`.
    indirect case refusedQuery(Refusal, Ending, followsPipeline: Bool)
    /// The failing text that fails a transaction whose statement was cut after the server had completed it: both its
    /// error and the ReadyForQuery before it are not the client's.
    case poison(Ending)

    enum Closed {
        case statement(PreparedStatement)
        case portal(Portal)
        /// No such thing is known.
        case nothing
    }

    /// What is answered by ReadyForQuery and nothing else, but for an error.
    struct Ending {
        /// See `SessionNames.moment`.
        var moment: UInt64
        var hasFailed = false
    }

    /// A simple Query: one run for each statement, until ReadyForQuery.
    struct QueryRun {
        let runs: [StatementRun]
        /// Of the run whose answer comes.
        var index = 0
        var state = State.running
        /// It was sent while a pipeline was open, whose messages had all been answered.
        let followsPipeline: Bool
        /// See `SessionNames.moment`.
        var moment: UInt64

        enum State {
            case running
            /// All that it asked for has been answered.
            case completed
            case failed
        }

        var running: StatementRun? { state == .running && index < runs.count ? runs[index] : nil }
    }

    /// Whether it is answered by ReadyForQuery in the end: a message of the extended protocol is not, and fails the
    /// pipeline that it is in.
    var endsWithReady: Bool {
        switch self {
        case .query, .sync, .refusedQuery, .poison: true
        case .parse, .bind, .close, .describeStatement, .describePortal, .execute, .refusedParse: false
        }
    }

    /// An error may be of the open pipeline that it was sent in: see `Pipeline`.
    var followsPipeline: Bool {
        switch self {
        case .query(let query): query.followsPipeline
        case .refusedQuery(_, _, let followsPipeline): followsPipeline
        case .parse, .bind, .close, .describeStatement, .describePortal, .execute, .sync, .refusedParse, .poison:
            false
        }
    }

    var isSync: Bool { if case .sync = self { true } else { false } }

    /// The statements of it that have not ended.
    var pendingRuns: ArraySlice<StatementRun> {
        switch self {
        case .query(let query): query.state == .running ? query.runs[query.index...] : []
        case .execute(let run, _): [run]
        case .parse, .bind, .close, .describeStatement, .describePortal, .sync, .refusedParse, .refusedQuery, .poison:
            []
        }
    }

    /// What the server looks at for it.
    var judged: [JudgedStatement] {
        switch self {
        case .query(let query): query.runs.map(\.judged)
        case .parse(let statement, _), .describeStatement(let statement, _): [statement.judged]
        case .bind(let portal), .describePortal(let portal), .execute(_, let portal): [portal.statement.judged]
        case .close, .sync, .refusedParse, .refusedQuery, .poison: []
        }
    }

    /// The server may take COPY data for it.
    var mayCopyIn: Bool {
        switch self {
        case .query, .execute: pendingRuns.contains(where: \.judged.mayCopyIn)
        case .parse, .bind, .close, .describeStatement, .describePortal, .sync, .refusedParse, .refusedQuery, .poison:
            false
        }
    }
}
