import Judge
import Policy
import PostgresWire

/// The server's words as the client may read them.
extension SessionMachine {
    func shown(_ fields: ErrorFields) -> ErrorFields {
        let words = words
        let placed = fields.withPosition(words.place.original)
        let judge = environment.judge()
        let shown =
            judge.protectsColumns && (exposure.hasTouchedProtected || words.scrubs)
            ? ServerWords(catalog: judge.catalog).kept(of: fields, position: placed["P"].flatMap { Int($0) }) : placed
        return words.names.isEmpty ? shown : shown.naming(words.names)
    }

    /// Whether the client is told at all. That there is a notice, or how many, follows from the values of rows where it is not
    /// of a kind that is said of statements and definitions; an index over long words has one for each.
    func mayTell(_ notice: ErrorFields) -> Bool {
        guard environment.judge().protectsColumns,
            exposure.hasTouchedProtected || exposure.hasRunEntrusted || words.scrubs
        else {
            return true
        }
        // Such code says what it likes, under any code, and later than at the statement that runs it: a deferred trigger speaks
        // while the last statement of the transaction is in front. Only what has a place in the client's text is not its.
        if exposure.hasRunEntrusted { return notice.isOfText }
        // successful_completion: what RAISE NOTICE says without a code, too.
        if notice.sqlState == "00000" { return !words.isOfRows }
        return notice.isOfText || Self.ofStatements.contains(notice.sqlState)
    }

    /// Nothing runs for rows in them.
    private static let kindsOfDefinitions: Set<StatementKind> = [.ddl, .temporary, .utility, .grant, .session]

    // active_sql_transaction, no_active_sql_transaction, in_failed_sql_transaction, duplicate_…
    private static let ofStatements: Set<String> = [
        "25001", "25P01", "25P02", "42701", "42710", "42P06", "42P07",
    ]

    private struct Words {
        /// They may hold protected values.
        var scrubs = false
        /// They may be said for each row.
        var isOfRows = true
        var place = Place.nowhere
        /// Names of the lane's own, which the client calls otherwise.
        var names: [LaneName] = []
    }

    /// Where a position in what the server was sent is in the client's text.
    private enum Place {
        case same
        case moved(PositionMap)
        case nowhere

        init(_ judged: JudgedStatement) {
            self = judged.isRewritten ? judged.positions.map { .moved($0) } ?? .nowhere : .same
        }

        func original(_ position: Int) -> Int? {
            switch self {
            case .same: position
            case .moved(let map): map.original(position)
            case .nowhere: nil
            }
        }
    }

    /// What the server can be speaking of.
    private var words: Words {
        switch sent.first {
        // An error of parsing or planning can be of any statement of the string that has not ended.
        case .query(let query)?:
            let runs = query.runs[min(query.index, query.runs.count)...]
            return Words(
                scrubs: runs.contains(where: \.judged.scrubs),
                isOfRows: runs.contains { !$0.profile.kinds.isSubset(of: Self.kindsOfDefinitions) },
                place: query.runs.first.map { Place($0.judged) } ?? .same, names: runs.flatMap(\.profile.names))
        case .execute(let run, let portal)?:
            return Words(
                scrubs: run.judged.scrubs, isOfRows: !run.profile.kinds.isSubset(of: Self.kindsOfDefinitions),
                place: Place(run.judged), names: run.profile.names + Self.own(portal))
        case .parse(let statement, _)?, .describeStatement(let statement, _)?:
            return Self.words(statement, Place(statement.judged))
        case .bind(let portal)?, .describePortal(let portal)?:
            var words = Self.words(portal.statement, .nowhere)
            words.names += Self.own(portal)
            return words
        case .close?, .sync?, .refusedParse?, .refusedQuery?, .poison?, nil: return Words()
        }
    }

    private static func words(_ statement: PreparedStatement, _ place: Place) -> Words {
        Words(
            scrubs: statement.judged.scrubs, place: place,
            names: statement.judged.profile.names + (statement.name.number > 0 ? [statement.name] : []))
    }

    private static func own(_ portal: Portal) -> [LaneName] { portal.name.number > 0 ? [portal.name] : [] }
}
