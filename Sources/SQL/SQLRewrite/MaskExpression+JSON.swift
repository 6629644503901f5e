import Policy

/// The mask of a document: some of its members are replaced, the rest is kept.
extension MaskExpression {
    static func json(_ value: String, _ column: Column, _ paths: [JSONPathMask]) -> String {
        let source = column.typeName == "jsonb" ? value : "\(value)::pg_catalog.jsonb"
        var document = source
        for path in paths where !path.path.isEmpty {
            document = masked(document, path: path.path, by: path.mask == .null ? "null" : "\"\(marker)\"")
        }
        let isObject = SQLExpression.compare(SQLExpression.call("jsonb_typeof", source), "=", "'object'")
        let result =
            "CASE WHEN \(value) IS NULL THEN NULL WHEN \(isObject) THEN \(document) ELSE '{}'::pg_catalog.jsonb END"
        if column.typeName == "jsonb" { return "(\(result))" }
        let isSafe = SQLExpression.compare(SQLExpression.plainText(value), "!~", SQLText.literal(unfitForJSONB))
        return
            "(CASE WHEN \(value) IS NULL THEN NULL WHEN \(isSafe) THEN (\(result))::pg_catalog.json ELSE '{}'::pg_catalog.json END)"
    }

    /// What json can hold and jsonb cannot (U+0000, halves of surrogate pairs, numbers that numeric has no room for):
    /// the cast fails on it, and that would be an oracle. Two halves are a pair where the first is certainly an escape: a
    /// backslash before it may have escaped its own.
    private static let unfitForJSONB =
        #"\\u0000|\\\\u[dD][89abAB]|\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])"#
        + #"|\\u[dD][c-fC-F](?<!\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F])"#
        + #"|[0-9]{255}|(^|[[\s:,])-?[0-9.]+[eE][+-]?[0-9]{4}"#

    /// Replaces what stands at `path`. Where a part of the path is not an object, that part is replaced whole.
    private static func masked(_ document: String, path: [String], by replacement: String) -> String {
        func at(_ parts: ArraySlice<String>) -> String {
            "ARRAY[" + parts.map(SQLText.literal).joined(separator: ", ") + "]::pg_catalog.text[]"
        }
        func set(_ document: String, _ parts: ArraySlice<String>) -> String {
            SQLExpression.call(
                "jsonb_set", document, at(parts), "\(SQLText.literal(replacement))::pg_catalog.jsonb", "false")
        }
        guard path.count > 1 else { return set(document, path[...]) }
        var branches = ""
        for depth in 1..<path.count {
            let part = "j OPERATOR(pg_catalog.#>) \(at(path[..<depth]))"
            let kind = SQLExpression.call("jsonb_typeof", "(\(part))")
            branches +=
                "WHEN \(part) IS NULL THEN j WHEN \(kind) OPERATOR(pg_catalog.<>) 'object' "
                + "THEN \(set("j", path[..<depth])) "
        }
        return "(SELECT CASE \(branches)ELSE \(set("j", path[...])) END FROM (SELECT \(document) AS j) AS d)"
    }
}
