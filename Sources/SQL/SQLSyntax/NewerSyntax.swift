/// Something of the grammar that not every supported version of PostgreSQL has.
package struct NewerSyntax: Sendable, Equatable {
    /// As a user would call it; stands behind "which has no".
    package var what: String
    /// The first major version that reads it.
    package var since: Int

    package init(_ what: String, since: Int) {
        self.what = what
        self.since = since
    }

    /// What the name of a node kind or field of the tree says.
    package init?(of name: String) {
        guard let newer = Self.names[name] else { return nil }
        self = newer
    }

    /// Node kinds and fields of the tree that say it all. What the tree shows in another way is `OlderGrammar`'s.
    static let names: [String: NewerSyntax] = {
        var names: [String: NewerSyntax] = [:]
        for (since, what, list) in table {
            for name in list.split(separator: " ") { names[String(name)] = NewerSyntax(what, since: since) }
        }
        return names
    }()

    private static let table: [(Int, String, String)] = [
        (15, "MERGE", "MergeStmt MergeWhenClause"),
        (15, "NULLS NOT DISTINCT", "nulls_not_distinct"),
        (15, "ON DELETE SET of some columns", "fk_del_set_cols"),
        (15, "REFRESH COLLATION VERSION of a database", "AlterDatabaseRefreshCollStmt"),
        (16, "IS JSON", "JsonIsPredicate"),
        (
            16, "JSON_OBJECT, JSON_ARRAY and their aggregates as SQL has them",
            "JsonAggConstructor JsonArrayAgg JsonArrayConstructor JsonArrayQueryConstructor JsonKeyValue JsonObjectAgg "
                + "JsonObjectConstructor JsonOutput JsonValueExpr"
        ),
        (16, "STORAGE in a column's definition", "storage_name"),
        (16, "XMLSERIALIZE … INDENT", "indent"),
        (17, "JSON_EXISTS, JSON_QUERY and JSON_VALUE", "JsonFuncExpr JsonArgument JsonBehavior"),
        (17, "JSON_TABLE", "JsonTable JsonTableColumn JsonTablePathSpec"),
        (17, "JSON(…)", "JsonParseExpr"),
        (17, "JSON_SCALAR", "JsonScalarExpr"),
        (17, "JSON_SERIALIZE", "JsonSerializeExpr"),
        (17, "MERGE_ACTION()", "MergeSupportFunc"),
        (18, "RETURNING WITH (OLD …, NEW …)", "ReturningOption"),
        (18, "WITHOUT OVERLAPS", "without_overlaps"),
        (18, "PERIOD in a foreign key", "fk_with_period pk_with_period"),
        (18, "ALTER CONSTRAINT … ENFORCED", "alterEnforceability"),
        (18, "ALTER CONSTRAINT … INHERIT", "alterInheritability"),
    ]
}
