/// What a Bind has made of a prepared statement.
final class Portal {
    /// Another one when the policy has changed.
    var statement: PreparedStatement
    /// As the server has described them; nil: those of the statement, in the formats of the Bind.
    private var described: [RowMasker.Column]?
    /// Result format codes of the Bind: none (all text), one (for all), or one each.
    private let formats: [Int16]
    /// Its statement's effects have been applied.
    var isUsed = false
    /// Executing it was approved under this rule.
    var approvedRule: String?
    let progress = RowProgress()

    init(_ statement: PreparedStatement, formats: [Int16]) {
        self.statement = statement
        self.formats = formats
    }

    func describe(_ columns: [RowMasker.Column]) { described = columns }

    /// Nil: not known, and every cell is searched as text.
    var columns: [RowMasker.Column]? {
        if let described { return described }
        guard let columns = statement.columns else { return nil }
        return columns.enumerated().map { index, column in
            let format = formats.count == 1 ? formats[0] : index < formats.count ? formats[index] : 0
            return RowMasker.Column(typeOID: column.typeOID, isBinary: format == 1)
        }
    }
}
