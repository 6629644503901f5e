import Policy
import SQLSyntax

extension StatementWalker {
    enum Resolution {
        case cte
        case temporary
        /// A table that the open transaction has made: see `NameEnvironment.Made.plain`.
        case made(QualifiedName)
        case relation(Relation)
    }

    // MARK: resolving

    func resolve(_ node: SyntaxNode, isTarget: Bool = false) throws(RewriteRefusal) -> Resolution {
        guard let name = node.string(.relname) else {
            throw RewriteRefusal("unknown-relation", "a relation without a name cannot be read")
        }
        if let database = node.string(.catalogname), database != rewriter.database {
            throw RewriteRefusal(
                "other-database",
                "cross-database references are not possible: this lane serves \"\(rewriter.database)\"",
                hint: "write schema.table",
                sqlState: "0A000")
        }
        if let schema = node.string(.schemaname) { return try resolve(schema: schema, name, isTarget) }
        if !isTarget, ctes.contains(name) { return .cte }
        if names.temporaries.contains(name) { return try temporary(name, isTarget) }
        for schema in searchPath {
            if let relation = catalog.relations[QualifiedName(schema, name)] {
                return .relation(try readable(relation))
            }
            if names.made.plain.contains(QualifiedName(schema, name)) { return .made(QualifiedName(schema, name)) }
        }
        throw RewriteRefusal(
            "unknown-relation",
            "relation \"\(name)\" does not exist in the search path (\(names.searchPath.joined(separator: ", ")))",
            hint: elsewhere(name) ?? "check its name, or write schema.table", sqlState: "42P01", mayBeStale: true)
    }

    private func resolve(
        schema: String, _ name: String, _ isTarget: Bool
    ) throws(RewriteRefusal) -> Resolution {
        if schema == "pg_temp" {
            guard names.temporaries.contains(name) else {
                throw RewriteRefusal(
                    "unknown-relation", "temporary relation \"\(name)\" was not made in this session",
                    hint: "CREATE TEMP TABLE makes it", sqlState: "42P01")
            }
            return try temporary(name, isTarget)
        }
        guard let relation = catalog.relations[QualifiedName(schema, name)] else {
            if names.made.plain.contains(QualifiedName(schema, name)) { return .made(QualifiedName(schema, name)) }
            throw RewriteRefusal(
                "unknown-relation",
                "relation \"\(schema).\(name)\" does not exist or is not readable through this lane",
                hint: elsewhere(name) ?? "check its name, or read information_schema.tables", sqlState: "42P01",
                mayBeStale: true)
        }
        return .relation(try readable(relation))
    }

    /// A temporary view shows what its relations show now: one of them may have become protected since.
    private func temporary(_ name: String, _ isTarget: Bool) throws(RewriteRefusal) -> Resolution {
        guard let reads = names.temporaryViews[name] else { return .temporary }
        // What is behind it is a table, of which much more is asked.
        if isTarget, !isVerifying {
            throw RewriteRefusal(
                "temporary-view", "temporary view \"\(name)\" may only be read", hint: "write to its table")
        }
        for viewed in reads.sorted(by: { $0.name < $1.name }) {
            guard let relation = viewed.name(in: catalog) else {
                throw RewriteRefusal(
                    "temporary-view",
                    "temporary view \"\(name)\" reads what was \(viewed.name), which is not known now",
                    hint: "drop it, and make it again", mayBeStale: true)
            }
            guard protection.masks[relation] == nil, protection.unreadable[relation] == nil else {
                throw RewriteRefusal(
                    "temporary-view", "temporary view \"\(name)\" was made before \(relation) was protected",
                    hint: "drop it, and write its query where it would stand")
            }
            analysis.reads.insert(relation)
            if let found = catalog.relations[relation] { touch(found) }
            noteCopy(relation)
            touchesTemporaryView = true
        }
        return .temporary
    }

    /// Where a relation of this name is.
    private func elsewhere(_ name: String) -> String? {
        let found = catalog.relations.keys.filter { $0.name == name && !SystemRelations.schemas.contains($0.schema) }
        return found.isEmpty ? nil : "write " + found.sorted().prefix(3).map(\.description).joined(separator: " or ")
    }

    private var searchPath: [String] {
        names.searchPath.contains("pg_catalog") ? names.searchPath : ["pg_catalog"] + names.searchPath
    }

    private func readable(_ relation: Relation) throws(RewriteRefusal) -> Relation {
        guard relation.kind.holdsRows || relation.kind == .sequence else {
            // Should the server find rows there, it is another relation by now.
            throw RewriteRefusal(
                "unknown-relation", "\(relation.name) is no table and no view",
                hint: "check its name, or read information_schema.tables", sqlState: "42809", mayBeStale: true)
        }
        if let reason = protection.unreadable[relation.name] {
            if protection.closed[relation.name] != nil {
                throw RewriteRefusal(
                    "closed", "\(relation.name) is closed: \(reason)",
                    hint: "whoever keeps the policy must make it fit to the database")
            }
            throw RewriteRefusal(
                "rows-depend-on-phi", "\(relation.name) is not readable: \(reason)",
                hint: relation.definition == nil ? nil : "query its base tables; they are masked row by row")
        }
        if !protection.isEmpty, SystemRelations.refuses(relation) {
            throw RewriteRefusal(
                "system-relation",
                "\(relation.name) shows values, statements or secrets of others, or counts what they did, and is not "
                    + "readable through this lane",
                hint: "for statistics of a table's columns, count and group the table itself")
        }
        return relation
    }

    // MARK: reading

    func touch(_ relation: Relation) {
        touched[relation.name] = relation
    }

    func readRelation(_ node: SyntaxNode) throws(RewriteRefusal) {
        guard let span = RelationSpan(node, parsed) else {
            throw RewriteRefusal(
                "unknown-reference", "a relation stands in a place that is not understood",
                hint: "write the statement in a simpler form")
        }
        if !isVerifying, ColumnsRelation.isNamed(by: node, in: catalog) { return try readMaskedColumns(node, span) }
        switch try resolve(node) {
        case .cte: return
        case .temporary:
            touchesOwn = true
            noteCopies()
            readsOwn = true
            pin(node, span)
        case .made(let name):
            touchesOwn = true
            try readMade(name)
            pin(node, span, name)
        case .relation(let relation):
            analysis.tables.insert(relation.name)
            analysis.reads.insert(relation.name)
            touch(relation)
            try checkReading(relation)
            noteCopy(relation.name)
            guard let masks = protection.masks[relation.name] else { return qualifyIfAmbiguous(node, span, relation) }
            maskedEntries.note(node, relation, masks)
            maskedAliases.insert(node[.alias]?.string(.aliasname) ?? relation.name.name)
            if let verifying {
                guard span.name.lowerBound == node.location, verifying.contains(span.name.lowerBound) else {
                    throw RewriteRefusal("rewrite-not-verified", "\(relation.name) is unmasked")
                }
                return
            }
            let edit = derivedTable(
                of: relation, replacing: span.whole, isOnly: span.isOnly, lookups: lookups[node.index] ?? [],
                alias: node[.alias] == nil ? node.string(.relname) : nil)
            try spend(edit.replacement.utf8.count)
            edits.append(edit)
        }
    }

    /// The session's own temporary table is written so that nothing else can be meant: what made it may have failed or
    /// been rolled back, or search_path may name pg_temp last, and then the server would take a table of the schema.
    func pin(_ node: SyntaxNode, _ span: RelationSpan) {
        guard !isVerifying else { return }
        edits.append(Edit(span.name, "pg_temp." + SQLText.identifier(node.string(.relname) ?? "")))
    }

    /// One that the transaction has made, likewise.
    func pin(_ node: SyntaxNode, _ span: RelationSpan, _ name: QualifiedName) {
        guard !isVerifying, node.string(.schemaname) == nil else { return }
        edits.append(Edit(span.name, SQLText.relation(name)))
    }

    /// The same for a relation that is written or only named.
    func pin(_ node: SyntaxNode) throws(RewriteRefusal) {
        guard let span = RelationSpan(node, parsed) else {
            throw RewriteRefusal(
                "unknown-reference", "a temporary table stands in a place that is not understood",
                hint: "write pg_temp.\(node.string(.relname) ?? "name")")
        }
        if case .made(let name)? = try? resolve(node, isTarget: true) { pin(node, span, name) } else { pin(node, span) }
    }

    /// An unqualified name that is protected in some schema is written out in full: a wrong guess about search_path is
    /// then a wrong table, never a leak.
    func qualifyIfAmbiguous(_ node: SyntaxNode, _ span: RelationSpan, _ relation: Relation) {
        guard !isVerifying, node.string(.schemaname) == nil,
            makesLastingView || protection.names.contains(relation.name.name)
        else { return }
        edits.append(Edit(span.name, SQLText.relation(relation.name)))
    }

    /// Every mention of a masked table writes out its columns: a short text could become one without end.
    func spend(_ bytes: Int) throws(RewriteRefusal) {
        writtenBytes += bytes
        guard writtenBytes > Rewriter.writtenBytesLimit else { return }
        throw RewriteRefusal(
            "too-long",
            "masking the tables of this statement would make it longer than \(Rewriter.writtenBytesLimit >> 20) MiB",
            hint: "name each masked table once, in a WITH, and send several statements by themselves",
            sqlState: "54000")
    }

    private func derivedTable(
        of relation: Relation, replacing range: Range<Int>, isOnly: Bool, lookups: [String], alias: String?
    ) -> Edit {
        noteRead(relation)
        let list = protection.selectLists[relation.name] ?? "NULL"
        analysis.lists[relation.name] = list
        let head = "(SELECT \(tableNumber(of: relation))\(list) FROM \(isOnly ? "ONLY " : "")"
        let chosen = [protection.rowConditions[relation.name]].compactMap(\.self)
        let conditions = chosen + lookups + [SystemRelations.filters[relation.name]].compactMap(\.self)
        let filter = conditions.isEmpty ? "" : " WHERE " + conditions.joined(separator: " AND ")
        let tail =
            (protection.orderings[relation.name] ?? "") + ")" + (alias.map { " AS " + SQLText.identifier($0) } ?? "")
        // TABLE t has no select list of its own.
        let table = tableKeyword(before: range.lowerBound)
        let prefix = table == nil ? "" : "SELECT * FROM "
        return Edit(
            (table ?? range.lowerBound)..<range.upperBound,
            prefix + head + SQLText.relation(relation.name) + filter + tail,
            rawOffset: (prefix + head).utf8.count)
    }

    /// Which relation of the server's own a row is of tells nothing, and dumps ask.
    private func tableNumber(of relation: Relation) -> String {
        guard SystemRelations.schemas.contains(relation.name.schema), relation.kind == .table,
            parsed.tokens.indices.contains(where: { parsed.isToken($0, "tableoid") })
        else { return "" }
        return "tableoid, "
    }

    func tableKeyword(before offset: Int) -> Int? {
        let index = parsed.tokenIndex(at: offset) - 1
        return parsed.isToken(index, "table") ? parsed.tokens[index].start : nil
    }

    func noteRead(_ relation: Relation) {
        masked.insert(relation.name)
        analysis.scrubsServerText = true
        for mask in (protection.masks[relation.name] ?? [:]).values {
            analysis.phiRead.formUnion(mask.origins)
            analysis.masked.formUnion(mask.origins)
        }
    }

    /// Which rows a sample holds follows from where they are stored, and that from the lengths of raw values: a masked
    /// table is sampled by the roll of dice instead.
    func readSample(_ node: SyntaxNode) throws(RewriteRefusal) {
        guard !isVerifying, let inner = node[.relation], inner.kind == .rangeVar,
            case .relation(let relation) = try resolve(inner), protection.masks[relation.name] != nil
        else { return try walkChildren(node) }
        if protection.rows.covers(relation.name) {
            throw RewriteRefusal(
                "row-filter", "TABLESAMPLE of \(relation.name) would roll dice for rows that this role does not see",
                hint: "write WHERE random() < 0.1")
        }
        guard let sample = Sample(of: inner, parsed) else {
            throw RewriteRefusal(
                "sample", "TABLESAMPLE of \(relation.name) would show how its raw values are stored",
                hint: "write TABLESAMPLE BERNOULLI (10) without REPEATABLE, or WHERE random() < 0.1")
        }
        let roll = "(pg_catalog.random() OPERATOR(pg_catalog.*) 100)"
        lookups[inner.index, default: []].append(
            "\(roll) OPERATOR(pg_catalog.<) \(parsed.string(sample.percentage))")
        edits.append(Edit(sample.clause, " "))
        try readRelation(inner)
    }

    // MARK: column references that name the relation in full

    /// `clinic.patients.ssn` no longer names anything once the table stands behind an alias: the schema is dropped.
    func shortenReferences() throws(RewriteRefusal) {
        guard !isVerifying, !masked.isEmpty else { return }
        var done: Set<Int> = []
        // What became a lookup has been replaced as a whole.
        for reference in references where !settled.contains(reference.node.index) {
            let fields = reference.node.list(.fields).map { $0.string(.sval) }
            guard fields.count >= 3, let location = reference.node.location, done.insert(location).inserted else {
                continue
            }
            let isFour = fields.count >= 4
            guard let schema = fields[isFour ? 1 : 0], let name = fields[isFour ? 2 : 1],
                masked.contains(QualifiedName(schema, name))
            else { continue }
            let first = parsed.tokenIndex(at: location)
            guard let rest = RelationSpan.skipNames(from: first, count: isFour ? 2 : 1, parsed),
                parsed.tokens.indices.contains(rest)
            else { continue }
            edits.append(Edit(location..<parsed.tokens[rest].start, ""))
        }
    }
}
