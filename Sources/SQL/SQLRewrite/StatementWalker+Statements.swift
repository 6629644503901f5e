package import Policy
package import SQLSyntax

/// The allow-list of statement kinds. What is not named here is refused.
extension StatementWalker {
    func statement(_ node: SyntaxNode) throws(RewriteRefusal) {
        if let kind = node.statementKind { analysis.kinds.insert(kind) }
        switch node.kind {
        case .selectStmtNode:
            if node[.intoClause] != nil { try copyTable(node) } else { try walk(node) }
        case .insertStmt, .updateStmt, .deleteStmt, .mergeStmt:
            canMoveReturning = true
            try walk(node)
        case .explainStmt: try explain(node)
        case .copyStmt: try copy(node)
        case .declareCursorStmt:
            analysis.kinds.insert(.select)
            try walkChildren(node)
        case .prepareStmt:
            guard let query = node[.query] else { return }
            for type in node.list(.argtypes) { try checkType(type) }
            try statement(query)
        case .executeStmt: try walkChildren(node)
        case .lockStmt:
            for relation in node.list(.relations) { try nameRelation(relation) }
            try checkTableLocks(node)
        case .variableSetStmt: try set(node)
        case .variableShowStmt: try checkReading(setting: node.string(.name) ?? "")
        case .transactionStmt: try checkIsolation(node.list(.options))
        case .closePortalStmt, .deallocateStmt, .listenStmt, .unlistenStmt, .notifyStmt,
            .discardStmt, .constraintsSetStmt, .checkPointStmt, .fetchStmt:
            break
        case .vacuumStmt:
            if try pinOwn(node) { break }
            try refuseLocking(by: node)
            analysis.scrubsServerText = true
            if node.list(.rels).isEmpty {
                try checkDefiningAll()
                try checkMaintaining(node, nil)
            }
            for relation in node.list(.rels) {
                guard let name = relation[.relation] else { continue }
                try nameRelation(name)
                try checkDefining(name)
                if case .relation(let found) = try resolve(name, isTarget: true) {
                    try checkMaintaining(node, found.name)
                }
            }
        case .callStmt: try call(node)
        case .truncateStmt:
            if try pinOwn(node) { break }
            try refuseLocking(by: node)
            analysis.unfiltered = true
            for relation in node.list(.relations) {
                try nameRelation(relation)
                guard case .relation(let found) = try resolve(relation, isTarget: true) else { continue }
                try checkTruncating(found)
                let reaches = node.string(.behavior) == "DROP_CASCADE"
                try refuseWritingRows(of: found, alsoBehind: reaches)
                noteFollowing(RowChange(truncates: true), of: found, isOnly: false)
            }
        case .createStmt, .indexStmt, .alterTableStmt, .dropStmt, .createTableAsStmt, .viewStmt, .createSchemaStmt,
            .commentStmt, .createSeqStmt, .alterSeqStmt, .renameStmt, .refreshMatViewStmt, .createEnumStmt,
            .compositeTypeStmt, .createRangeStmt, .createDomainStmt, .reindexStmt, .clusterStmt, .grantStmt,
            .grantRoleStmt:
            try define(node)
            notePlain(node)
        case .createExtensionStmt:
            try checkDefining()
            guard isIdle(node) else { throw unsupported(node) }
        default: throw unsupported(node)
        }
        guard !isVerifying else { return }
        try shortenReferences()
        try checkSystemColumns(node)
        try checkLocks(node)
        try checkRowLocks(node)
        try checkAttributes(node)
        try checkMaskedWrites()
        try checkStoring(in: node)
        try checkComparisons()
        noteReferences()
        noteNear()
    }

    /// - Parameter node: ANALYZE or VACUUM; by itself the latter computes nothing.
    private func checkMaintaining(_ node: SyntaxNode, _ relation: QualifiedName?) throws(RewriteRefusal) {
        let isVacuum = parsed.isToken(parsed.tokenIndex(at: range.lowerBound), "vacuum")
        let computes = node.list(.options).contains { option in
            ["analyze", "analyse", "full"].contains(option.string(.defname) ?? "") && option.isOn
        }
        guard !isVerifying, computes || !isVacuum else { return }
        if let refusal = protection.maintenance.refusal(of: isVacuum ? "VACUUM" : "ANALYZE", on: relation) {
            throw refusal
        }
    }

    private func noteReferences() {
        guard !masked.isEmpty else { return }
        for reference in references where reference.clause == .predicate && !settled.contains(reference.node.index) {
            let fields = reference.node.names(.fields)
            if let name = fields.last { noteMaskedName(name) }
        }
    }

    // MARK: EXPLAIN

    private func explain(_ node: SyntaxNode) throws(RewriteRefusal) {
        guard let query = node[.query] else { throw unsupported(node) }
        let isAnalyze = node.list(.options).contains { option in
            ["analyze", "analyse"].contains(option.string(.defname) ?? "") && option.isOn
        }
        let outer = analysis.kinds
        try statement(query)
        // Without ANALYZE nothing runs: what would have run does not count for policy.
        if !isAnalyze {
            analysis.kinds = outer.union([.explain])
            analysis.fillsTemporary = false
            analysis.makesPlain = nil
        }
        analysis.movedReturning = nil
        noteNear()
        if !isVerifying, isAnalyze, let name = protection.lockedBehind.intersection(reachedTables).min() {
            throw RewriteRefusal(
                "explain-analyze",
                "EXPLAIN ANALYZE of what reads or writes \(name) would show which rows protected columns refer to",
                hint: "use EXPLAIN without ANALYZE")
        }
        guard !isVerifying, analysis.isNearProtected else { return }
        if let name = reachedTables.filter(protection.rows.covers).min() {
            throw RewriteRefusal(
                "row-filter", "EXPLAIN of what reads \(name) would show statistics of rows that this role does not see",
                hint: "run the statement itself")
        }
        if isAnalyze {
            throw RewriteRefusal(
                "explain-analyze", "EXPLAIN ANALYZE of a statement on protected tables would show sizes of raw values",
                hint: "use EXPLAIN without ANALYZE")
        }
        if let option = node.list(.options).first(where: { $0.isOn && !Self.isSilent($0) })?.string(.defname) {
            throw RewriteRefusal(
                "explain-option",
                "EXPLAIN (\(option.uppercased())) of a statement on protected tables would show what their statistics need",
                hint: "leave \(option.uppercased()) out")
        }
        // Which plan it is follows from sizes and statistics of raw values where there is a choice of joins or lookups:
        // whoever sets the size of the one side finds that of the other.
        let isPlain = !touchesTemporaryView && touched.values.allSatisfy { $0.definition == nil }
        guard SoleTable.isAll(of: query), isPlain, lookups.isEmpty, !looksUpOwn, !groupsMasks(query) else {
            throw RewriteRefusal(
                "explain-join",
                "EXPLAIN of a statement that has anything beside one protected table, looks values up, groups by masks, or "
                    + "reads a view, would show statistics of raw values",
                hint:
                    "EXPLAIN what reads each table by itself, without joins, subqueries, WITH, VALUES and functions in FROM, "
                    + "and without masked columns beside GROUP BY and DISTINCT"
            )
        }
        try hideCosts(query)
    }

    /// How many groups there are is guessed by how many different values a column has.
    private func groupsMasks(_ query: SyntaxNode) -> Bool {
        let groups = query.contains { node in
            [.groupClause, .distinctClause, .windowClause].contains { !node.list($0).isEmpty }
        }
        guard groups else { return false }
        let relations = masked.sorted()
        return references.contains { maskedColumn($0.node, relations) != nil }
    }

    /// It shows what the text and the definitions of tables decide.
    private static func isSilent(_ option: SyntaxNode) -> Bool {
        ["costs", "format", "generic_plan", "settings", "summary", "timing", "verbose"]
            .contains(option.string(.defname) ?? "")
    }

    private var reachedTables: Set<QualifiedName> { Set(touched.keys).union(analysis.reads).union(analysis.tables) }

    private func noteNear() {
        analysis.isNearProtected = writesProtected || !reachedTables.isDisjoint(with: protection.near)
    }

    /// Costs and row estimates come from statistics over raw values.
    private func hideCosts(_ query: SyntaxNode) throws(RewriteRefusal) {
        var index = parsed.tokenIndex(at: range.lowerBound)
        guard parsed.isToken(index, "explain") else {
            throw RewriteRefusal("explain", "this EXPLAIN is not understood", hint: "write EXPLAIN statement")
        }
        index += 1
        if parsed.isToken(index, "("), let close = Parentheses.closing(index, parsed) {
            let offset = parsed.tokens[close].start
            edits.append(Edit(offset..<offset, ", COSTS off"))
            return
        }
        let start = parsed.tokens[index - 1].end
        if parsed.isToken(index, "verbose") {
            edits.append(Edit(start..<parsed.tokens[index].end, " (VERBOSE, COSTS off)"))
        } else {
            edits.append(Edit(start..<start, " (COSTS off)"))
        }
    }

    // MARK: COPY

    private func copy(_ node: SyntaxNode) throws(RewriteRefusal) {
        guard !node.bool(.isProgram), node.string(.filename) == nil else {
            throw RewriteRefusal(
                "copy-file", "COPY to or from a file or program of the server is not possible",
                hint: "use COPY … TO STDOUT or FROM STDIN")
        }
        if let query = node[.query] { return try walk(query) }
        guard let relation = node[.relation] else { throw unsupported(node) }
        if node.bool(.isFrom) { return try copyIn(node, relation) }
        guard case .relation(let found) = try resolve(relation, isTarget: true) else {
            noteCopies()
            return try pin(relation)
        }
        analysis.tables.insert(found.name)
        touch(found)
        try checkReading(found)
        noteCopy(found.name)
        guard let span = RelationSpan(relation, parsed) else { throw unsupported(node) }
        guard protection.masks[found.name] != nil else { return qualifyIfAmbiguous(relation, span, found) }
        if isVerifying { throw RewriteRefusal("rewrite-not-verified", "\(found.name) is unmasked") }
        try copyOut(node, found, span)
    }

    /// The table form becomes the query form.
    private func copyOut(_ node: SyntaxNode, _ relation: Relation, _ span: RelationSpan) throws(RewriteRefusal) {
        noteRead(relation)
        var columns = node.names(.attlist)
        var end = span.whole.upperBound
        let next = parsed.tokenIndex(at: end)
        if !columns.isEmpty {
            guard let close = Parentheses.closing(next, parsed) else { throw unsupported(node) }
            end = parsed.tokens[close].end
        } else {
            columns = relation.columns.filter { $0.generatedFrom.isEmpty }.map(\.name)
        }
        // COPY of a plain table leaves its children out.
        let only = relation.kind == .table ? "ONLY " : ""
        let list = columns.map(SQLText.identifier).joined(separator: ", ")
        let head = "(SELECT \(list) FROM (SELECT \(protection.selectLists[relation.name] ?? "NULL") FROM \(only)"
        let conditions = [protection.rowConditions[relation.name], SystemRelations.filters[relation.name]]
            .compactMap(\.self)
        let filter = conditions.isEmpty ? "" : " WHERE " + conditions.joined(separator: " AND ")
        edits.append(
            Edit(
                span.whole.lowerBound..<end, head + SQLText.relation(relation.name) + filter + ") AS \"t\")",
                rawOffset: head.utf8.count))
    }

    private func copyIn(_ node: SyntaxNode, _ target: SyntaxNode) throws(RewriteRefusal) {
        analysis.kinds.insert(.copyIn)
        if let condition = node[.whereClause] { try walk(condition) }
        guard case .relation(let relation) = try resolve(target, isTarget: true) else {
            analysis.fillsTemporary = true
            return try pin(target)
        }
        analysis.tables.insert(relation.name)
        guard !isVerifying else { return }
        guard let span = RelationSpan(target, parsed) else { throw unsupported(node) }
        qualifyIfAmbiguous(target, span, relation)
        if SystemRelations.schemas.contains(relation.name.schema) || relation.hasRules {
            throw RewriteRefusal(
                "write-with-rules",
                "\(relation.name) belongs to the system or has rewrite rules, and may not be copied into")
        }
        guard relation.kind != .view else {
            throw RewriteRefusal(
                "write-through-view", "\(relation.name) is a view and may not be copied into",
                hint: "copy into its base table, or use INSERT")
        }
        try refuseWritingRows(of: relation)
        if relation.hasTriggers { analysis.scrubsServerText = true }
        let named = node.names(.attlist)
        let written = Set(named.isEmpty ? relation.columns.map(\.name) : named)
        try checkInsertion(of: written, into: relation)
        try checkInserting(written, into: relation, node)
        if protection.masks[relation.name] != nil { analysis.scrubsServerText = true }
        noteWritten(written, in: relation)
        noteFollowing(RowChange(inserts: true, inserted: written), of: relation, isOnly: false)
    }

    // MARK: settings

    private func set(_ node: SyntaxNode) throws(RewriteRefusal) {
        let name = node.string(.name) ?? ""
        switch node.string(.kind) {
        case "VAR_RESET_ALL": return
        case "VAR_SET_MULTI":
            guard ["TRANSACTION", "SESSION CHARACTERISTICS", "TRANSACTION SNAPSHOT"].contains(name) else {
                throw RewriteRefusal("setting", "SET \(name) is not possible")
            }
            try checkIsolation(node.list(.args))
        case "VAR_SET_DEFAULT", "VAR_RESET":
            if case .refused(let reason) = rewriter.settings.ruling(name: name, value: nil) {
                throw RewriteRefusal("setting", reason, hint: rewriter.settings.hint(name: name))
            }
        default:
            let values = node.list(.args).map { $0.settingText ?? "" }
            let value = values.joined(separator: ", ")
            try checkSetting(name, value)
        }
    }

    func checkSetting(_ name: String, _ value: String) throws(RewriteRefusal) {
        if case .refused(let reason) = rewriter.settings.ruling(name: name, value: value) {
            throw RewriteRefusal("setting", reason, hint: rewriter.settings.hint(name: name))
        }
        if !protection.isEmpty, let refusal = IsolationLevels.refusal(name: name, value: value) { throw refusal }
    }

    private func checkIsolation(_ options: some Sequence<SyntaxNode>) throws(RewriteRefusal) {
        if !protection.isEmpty, let refusal = IsolationLevels.refusal(options: options) { throw refusal }
    }

    // MARK: calls and definitions

    func unsupported(_ node: SyntaxNode) -> RewriteRefusal {
        if node.kind == .doStmt {
            return RewriteRefusal(
                "dynamic-code", "DO is not possible: what its code does is not known",
                hint: "send the statements themselves")
        }
        return RewriteRefusal(
            "statement-kind", "\(firstWords) is not possible through a lane that protects columns or pins settings",
            hint: "statements of this kind are run by the database's owners")
    }

    /// What the statement begins with: CREATE FUNCTION, CREATE OR REPLACE RULE, LOAD.
    private var firstWords: String {
        let first = parsed.tokenIndex(at: range.lowerBound)
        let count = parsed.isToken(first + 1, "or") ? 4 : 2
        let words = parsed.tokens.dropFirst(first).prefix(count).prefix { $0.kind == .keyword }
        let text = words.map { String(decoding: parsed.text($0), as: UTF8.self).uppercased() }
        return text.isEmpty ? "this statement" : text.joined(separator: " ")
    }

    private func call(_ node: SyntaxNode) throws(RewriteRefusal) {
        guard let call = node[.funccall] else { throw unsupported(node) }
        analysis.scrubsServerText = true
        try functionCall(call)
    }

    /// A relation that is named but not read.
    private func nameRelation(_ node: SyntaxNode) throws(RewriteRefusal) {
        guard case .relation(let relation) = try resolve(node, isTarget: true) else { return try pin(node) }
        analysis.tables.insert(relation.name)
        guard let span = RelationSpan(node, parsed) else { throw unsupported(node) }
        qualifyIfAmbiguous(node, span, relation)
    }
}

extension SyntaxNode {
    fileprivate var isOn: Bool {
        guard let value = self[.arg] else { return true }
        let text = value.string(.sval)?.lowercased() ?? value.string(.boolval) ?? ""
        if let number = value.int(.ival) { return number != 0 }
        return !["off", "false", "0"].contains(text)
    }

    /// A SET value: constants, and words.
    package var settingText: String? {
        if let text = constantString { return text }
        if let number = self[.ival] { return String(number.int(.ival) ?? 0) }
        return self[.fval]?.string(.fval)
    }

    /// What the statement is in the words of the policy.
    package var statementKind: StatementKind? {
        switch kind {
        case .selectStmtNode: self[.intoClause] == nil ? .select : makesTemporary ? .temporary : .ddl
        case .insertStmt: .insert
        case .updateStmt: .update
        case .deleteStmt: .delete
        case .truncateStmt: makesTemporary ? .temporary : .delete
        case .mergeStmt: .merge
        case .explainStmt: .explain
        case .copyStmt: bool(.isFrom) ? .copyIn : .copyOut
        case .declareCursorStmt, .prepareStmt: nil
        case .executeStmt, .fetchStmt: nil
        case .closePortalStmt, .deallocateStmt, .variableSetStmt, .variableShowStmt, .listenStmt, .unlistenStmt,
            .notifyStmt, .discardStmt:
            .session
        case .transactionStmt, .constraintsSetStmt, .lockStmt: .transaction
        case .callStmt: .call
        case .doStmt: .call
        case .vacuumStmt: makesTemporary ? .temporary : .utility
        case .checkPointStmt, .loadStmt: .utility
        case .grantStmt, .grantRoleStmt: .grant
        default: makesTemporary ? .temporary : .ddl
        }
    }

    /// The relation that the statement makes; nil where it makes none.
    package var made: SyntaxNode? {
        switch kind {
        case .selectStmtNode: self[.intoClause]?[.rel]
        case .createStmt: self[.relation]
        case .createTableAsStmt: self[.into]?[.rel]
        case .viewStmt: self[.view]
        case .createSeqStmt: self[.sequence]
        default: nil
        }
    }

    /// It makes, changes or drops something of the session's own, and says so itself: a name alone could mean anything.
    private var makesTemporary: Bool {
        if let made {
            // A child changes its parent, too.
            return (made.string(.relpersistence) == "t" || made.string(.schemaname) == "pg_temp")
                && list(.inhRelations).first == nil
        }
        guard kind == .dropStmt else {
            return changesNothingElse && changedRelations.allSatisfy { $0.string(.schemaname) == "pg_temp" }
        }
        let dropped = list(.objects).map { $0.kind == .list ? $0.names(.items) : [] }
        return !dropped.isEmpty && dropped.allSatisfy { $0.count == 2 && $0.first == "pg_temp" }
    }
}
