import Judge
import Policy

/// What a Bind has made of a prepared statement; or a cursor of DECLARE, which is a portal, too.
final class Portal {
    let name: LaneName
    /// Nil: the unnamed one, which SQL cannot name.
    let server: ServerCursor?
    /// Another one when the policy has changed.
    var statement: PreparedStatement
    /// Between which two Syncs it was bound.
    let segment: UInt64
    /// The server has it.
    var isMade = false
    /// As the server has described them; nil: those of the statement, in the formats of the Bind.
    private var described: [RowMasker.Column]?
    /// Result format codes of the Bind: none (all text), one (for all), or one each.
    let formats: [Int16]
    /// Its name at the server.
    let nameOnTheWire: [UInt8]
    private static let unnamed: [UInt8] = [0]
    /// Its statement's effects have been applied.
    var isUsed = false
    /// What was approved of executing it.
    var approved: [ApprovalDemand] = []
    /// Elements of the arrays that it looks up; nil: they were not counted.
    var lookups: UInt64?
    /// Of all its rows, by Execute and by FETCH.
    let progress = RowProgress()
    /// What the Bind brought, or what was bound to DECLARE; nil: values that are not kept, for nobody could be asked about
    /// them then.
    var bound: BoundValues? = BoundValues.none

    init(_ statement: PreparedStatement, _ server: ServerCursor?, formats: [Int16], segment: UInt64) {
        self.statement = statement
        self.server = server
        self.formats = formats
        self.segment = segment
        name = server?.name ?? .unnamed
        nameOnTheWire = server?.name.onTheWire ?? Self.unnamed
    }

    /// A cursor of DECLARE.
    convenience init(sql server: ServerCursor) {
        let statement = PreparedStatement(
            sql: ServerStatement(server.name, server.profile, stamp: server.stamp, meaning: 0))
        self.init(statement, server, formats: [], segment: 0)
        isMade = true
    }

    func describe(_ columns: [RowMasker.Column]) { described = columns }

    /// Nil: not known, and every cell is searched as text.
    var columns: [RowMasker.Column]? {
        if let described { return described }
        guard let columns = statement.columns else { return nil }
        return columns.enumerated().map { index, column in
            let format = formats.count == 1 ? formats[0] : index < formats.count ? formats[index] : 0
            return RowMasker.Column(
                typeOID: column.typeOID, isBinary: format == 1, relation: column.relation, attribute: column.attribute)
        }
    }
}
