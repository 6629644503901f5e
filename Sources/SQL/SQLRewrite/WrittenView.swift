import Policy
import SQLSyntax

/// A view that the server writes through by itself, and the table that is written: one FROM, no grouping, no limit, no
/// rules or triggers in between. What else of its shape the server does not write through it refuses by the text alone.
struct WrittenView {
    let table: Relation
    /// The table's column behind each of the view's; expressions are not here.
    let columns: [String: String]

    /// - Parameter parse: PostgreSQL's parser.
    /// - Returns: nil where the definition cannot be followed to one table.
    init?(of view: Relation, in catalog: Catalog, parse: Rewriter.Parse) {
        guard view.kind == .view, !view.hasRules, !view.hasTriggers, let definition = view.definition,
            let parsed = parse(Array(definition.utf8)), parsed.statements.count == 1,
            let select = parsed.statements.first, select.kind == .selectStmtNode,
            Self.forbidden.allSatisfy({ select[$0] == nil })
        else { return nil }
        let from = Array(select.list(.fromClause))
        guard from.count == 1, let source = from.first, source.kind == .rangeVar,
            source[.alias]?.list(.colnames).isEmpty ?? true, let schema = source.string(.schemaname),
            let name = source.string(.relname), let relation = catalog.relations[QualifiedName(schema, name)]
        else { return nil }
        let targets = Array(select.list(.targetList))
        guard targets.count == view.columns.count else { return nil }
        var columns: [String: String] = [:]
        for (column, target) in zip(view.columns, targets) {
            guard let value = target[.val], value.kind == .columnRef, let last = value.names(.fields).last,
                relation.columns.contains(where: { $0.name == last })
            else { continue }
            columns[column.name] = last
        }
        switch relation.kind {
        case .table, .partitionedTable:
            table = relation
            self.columns = columns
        case .view:
            guard let inner = WrittenView(of: relation, in: catalog, parse: parse) else { return nil }
            table = inner.table
            self.columns = columns.compactMapValues { inner.columns[$0] }
        default: return nil
        }
    }

    private static let forbidden: [SyntaxKey] = [
        .withClause, .groupClause, .havingClause, .distinctClause, .limitCount, .limitOffset, .valuesLists, .larg,
        .windowClause,
    ]
}
