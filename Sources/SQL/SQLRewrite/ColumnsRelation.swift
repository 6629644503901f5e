import Policy
package import SQLSyntax

/// `chaperone.columns`: what of the database a session sees masked, as a relation that is in no catalog. A mention of it
/// becomes the rows themselves, so that everything can be asked of it that can be asked of a query. It says what the policy
/// says, and nothing of any value.
package enum ColumnsRelation {
    private static let schema = "chaperone"
    private static let relation = "columns"
    private static let columns = ["schema", "table", "column", "mask", "lookup"]

    /// - Parameter node: a relation's name.
    static func isNamed(by node: SyntaxNode, in catalog: Catalog) -> Bool {
        node.string(.relname) == relation && node.string(.schemaname) == schema
            && catalog.relations[QualifiedName(schema, relation)] == nil
    }

    /// Whether a statement of a lane that protects nothing is to be looked at for it.
    package static func areNamed(in statement: SyntaxNode, of parsed: ParsedText, catalog: Catalog) -> Bool {
        // The word, in double quotes or not.
        let lengths = [schema.utf8.count, schema.utf8.count + 2]
        guard
            parsed.tokens.contains(where: { token in
                token.kind == .identifier && lengths.contains(token.end - token.start)
                    && String(decoding: parsed.text(token), as: UTF8.self).lowercased().contains(schema)
            })
        else { return false }
        return statement.contains { $0.kind == .rangeVar && isNamed(by: $0, in: catalog) }
    }

    /// The query that stands in its place, in parentheses.
    static func query(_ protection: ProtectionMap) -> String {
        let rows = rows(protection)
        let names = columns.map(SQLText.identifier).joined(separator: ", ")
        guard !rows.isEmpty else {
            let nothing = columns.map { "NULL::pg_catalog.text AS \(SQLText.identifier($0))" }
            return "(SELECT \(nothing.joined(separator: ", ")) WHERE false)"
        }
        let values = rows.map { row in
            "(" + row.map { ($0.map(SQLText.literal) ?? "NULL") + "::pg_catalog.text" }.joined(separator: ", ") + ")"
        }
        return "(SELECT * FROM (VALUES \(values.joined(separator: ", "))) AS \"v\" (\(names)))"
    }

    private static func rows(_ protection: ProtectionMap) -> [[String?]] {
        var rows: [[String?]] = []
        for (name, masks) in protection.masks.sorted(by: { $0.key < $1.key })
        where !SystemRelations.schemas.contains(name.schema) && protection.unreadable[name] == nil {
            for (column, mask) in masks.sorted(by: { $0.key < $1.key }) where !mask.origins.isEmpty {
                rows.append([
                    name.schema, name.name, column, mask.mask.word, mask.lookup == .equality ? "equality" : nil,
                ])
            }
        }
        for name in protection.unreadable.keys.sorted() where !SystemRelations.schemas.contains(name.schema) {
            rows.append([name.schema, name.name, nil, "not readable", nil])
        }
        return rows
    }
}

extension StatementWalker {
    func readMaskedColumns(_ node: SyntaxNode, _ span: RelationSpan) throws(RewriteRefusal) {
        let alias = node[.alias] == nil ? " AS " + SQLText.identifier(node.string(.relname) ?? "") : ""
        // TABLE t has no select list of its own.
        let table = tableKeyword(before: span.whole.lowerBound)
        let text = (table == nil ? "" : "SELECT * FROM ") + ColumnsRelation.query(protection) + alias
        try spend(text.utf8.count)
        edits.append(Edit((table ?? span.whole.lowerBound)..<span.whole.upperBound, text))
    }
}

extension Mask {
    fileprivate var word: String {
        switch self {
        case .redact: "redact"
        case .null: "null"
        case .last4: "last4"
        case .first1: "first1"
        case .year: "year"
        case .zip3: "zip3"
        case .age90: "age90"
        case .pseudonym: "pseudonym"
        case .shift: "shift"
        case .json: "json"
        case .keep: "keep"
        }
    }
}
