import Policy
import SQLSyntax

/// INSERT, UPDATE, DELETE, MERGE. The target stays raw: what the statement may see of it is resolved (`RawScope`).
extension StatementWalker {
    func insert(_ node: SyntaxNode) throws(RewriteRefusal) {
        analysis.kinds.insert(.insert)
        let level = ctes.level
        defer { ctes.close(to: level) }
        let target = try openTarget(node)
        if let place = target.place {
            try checkInsertedColumns(node, place)
            if let conflict = node[.onConflictClause] { try checkAssignments(conflict, place) }
        }
        for child in node.children {
            switch child.key {
            case .withClause, .relation: continue
            case .onConflictClause: try walk(child, seeing: target.raw.map(conflictScope))
            case .returningList: try walk(child, in: .returning)
            default: try walk(child)
            }
        }
        try closeTarget(node, target, beside: NameScope(), keyword: "insert", moved: .insert)
    }

    func update(_ node: SyntaxNode) throws(RewriteRefusal) {
        analysis.kinds.insert(.update)
        try change(node, keyword: "update", moved: .update)
    }

    func delete(_ node: SyntaxNode) throws(RewriteRefusal) {
        analysis.kinds.insert(.delete)
        try change(node, keyword: "delete", moved: .delete)
    }

    func merge(_ node: SyntaxNode) throws(RewriteRefusal) {
        analysis.kinds.insert(.merge)
        let level = ctes.level
        defer { ctes.close(to: level) }
        let target = try openTarget(node)
        if let place = target.place {
            if target.raw != nil || protection.masks[place.table.name] != nil {
                let masks = (target.raw?.masks ?? [:]).merging(protection.masks[place.table.name] ?? [:]) { own, _ in
                    own
                }
                let column = masks.keys.min().map { "it carries protected columns (\($0))" }
                throw RewriteRefusal(
                    "merge-into-protected",
                    "MERGE into \((place.view ?? place.table).name) is not supported: "
                        + (column ?? "its rows are also those of a table with protected columns"),
                    hint: "use UPDATE … FROM and INSERT … ON CONFLICT")
            }
            for action in node.list(.mergeWhenClauses) { try check(action, of: node, place) }
        }
        for child in node.children where child.key != .withClause && child.key != .relation {
            if child.key == .returningList { try walk(child, in: .returning) } else { try walk(child) }
        }
        try checkMasks(node, target)
    }

    /// One action of MERGE.
    private func check(_ action: SyntaxNode, of merge: SyntaxNode, _ place: Place) throws(RewriteRefusal) {
        switch action.string(.commandType) {
        case "CMD_NOTHING": break
        case "CMD_INSERT":
            try checkInsertion(of: place.written(place.allColumns), into: place.table)
            try checkInserting([], into: place.table, merge)
            noteFollowing(
                RowChange(inserts: true, inserted: place.written(place.allColumns)), of: place.table,
                isOnly: place.isOnly)
        case "CMD_UPDATE": try checkAssignments(action, place)
        default: try checkDeletion(place)
        }
    }

    private func change(
        _ node: SyntaxNode, keyword: StaticString, moved: StatementAnalysis.MovedReturning
    ) throws(RewriteRefusal) {
        if node[.whereClause] == nil { analysis.unfiltered = true }
        let level = ctes.level
        defer { ctes.close(to: level) }
        let target = try openTarget(node)
        if let place = target.place {
            if moved == .delete { try checkDeletion(place) }
            try checkAssignments(node, place)
        }
        if let raw = target.raw { settleOwnLookups(node, raw) }
        let beside =
            target.raw == nil ? NameScope() : nameScope(of: node.list(moved == .delete ? .usingClause : .fromClause))
        for child in node.children {
            switch child.key {
            case .withClause, .relation: continue
            // The server hides the target from them.
            case .fromClause, .usingClause: try walk(child)
            case .returningList: try walk(child, in: .returning)
            case .whereClause:
                let outer = clause
                clause = .predicate
                try walk(child, seeing: target.raw.map { scope(of: $0, beside, choosesRows: true) })
                clause = outer
            default: try walk(child, seeing: target.raw.map { scope(of: $0, beside, choosesRows: false) })
            }
        }
        try closeTarget(node, target, beside: beside, keyword: keyword, moved: moved)
    }

    private func walk(_ node: SyntaxNode, in inner: Clause) throws(RewriteRefusal) {
        let outer = clause
        clause = inner
        defer { clause = outer }
        try walk(node)
    }

    private func scope(of target: RawTarget, _ beside: NameScope, choosesRows: Bool) -> RawScope {
        RawScope(target: target, beside: beside, depth: selects.count, choosesRows: choosesRows)
    }

    /// The row that was to be inserted is the writer's own.
    private func conflictScope(_ target: RawTarget) -> RawScope {
        var beside = NameScope()
        beside.add("excluded", .known(Set(target.relation.columns.map(\.name))))
        return scope(of: target, beside, choosesRows: false)
    }

    // MARK: the target

    /// What a write goes to, as far as it has to be checked.
    private struct Target {
        var place: Place?
        /// Only where it carries PHI.
        var raw: RawTarget?
        /// Masked values may stand there.
        var takesMasks = false
    }

    /// The table that a write ends in, whose constraints speak.
    private struct Place {
        var table: Relation
        /// The view that the statement writes to; nil where it writes to the table itself.
        var view: Relation?
        /// The table's column behind each of the view's.
        var columns: [String: String] = [:]
        /// Its children are left out (ONLY).
        var isOnly = false

        var allColumns: Set<String> { Set((view ?? table).columns.map(\.name)) }

        /// Whether a column of the view is an expression, its own or a virtual column's.
        func computes(_ column: String) -> Bool {
            guard let column = columns[column] else { return true }
            return table.columns.contains { $0.name == column && $0.isVirtual }
        }

        /// Columns of the target as the table knows them.
        func written(_ names: Set<String>) -> Set<String> {
            view == nil ? names : Set(names.compactMap { columns[$0] })
        }
    }

    /// Opens WITH and resolves the target.
    private func openTarget(_ node: SyntaxNode) throws(RewriteRefusal) -> Target {
        if let with = node[.withClause] { try openWith(with) }
        guard let name = node[.relation] else { throw RewriteRefusal("write", "a write without a target") }
        let resolution = try resolve(name, isTarget: true)
        if node[.returningList] != nil { noteReturned(resolution) }
        guard case .relation(let relation) = resolution else {
            try pin(name)
            return Target(takesMasks: mayTakeMasks(unknown: name))
        }
        analysis.tables.insert(relation.name)
        touch(relation)
        guard !isVerifying else { return Target() }
        if SystemRelations.schemas.contains(relation.name.schema) {
            throw RewriteRefusal(
                "write-to-catalog", "\(relation.name) belongs to the system and may not be written",
                hint: "settings are changed by SET")
        }
        guard let span = RelationSpan(name, parsed) else {
            throw RewriteRefusal("unknown-reference", "the target of this write is not understood")
        }
        qualifyIfAmbiguous(name, span, relation)
        var place = try place(of: relation)
        place.isOnly = !name.bool(.inh)
        analysis.tables.insert(place.table.name)
        try checkReading(relation)
        try refuseWritingRows(of: place.table)
        if place.table.hasTriggers { analysis.scrubsServerText = true }
        if protection.masks[place.table.name] != nil {
            // What a constraint says of a row shows all of it, whichever columns a view has.
            analysis.scrubsServerText = true
        }
        guard let masks = protection.masks[relation.name] else {
            return Target(place: place, takesMasks: mayTakeMasks(place.table.name))
        }
        let raw = RawTarget(
            relation: relation, alias: name[.alias]?.string(.aliasname) ?? relation.name.name, masks: masks,
            visible: Set(relation.columns.lazy.map(\.name).filter { masks[$0] == nil }),
            hidesExpressions: place.view != nil && masks.keys.contains(where: place.computes))
        analysis.scrubsServerText = true
        writesProtected = true
        return Target(place: place, raw: raw)
    }

    private func place(of relation: Relation) throws(RewriteRefusal) -> Place {
        if relation.hasRules { throw Self.refusal(ofRulesOf: relation) }
        guard relation.kind == .view || relation.kind == .materializedView else { return Place(table: relation) }
        guard let through = WrittenView(of: relation, in: catalog, parse: rewriter.parse) else {
            throw RewriteRefusal(
                "write-through-view",
                "\(relation.name) may not be written through: it is more than columns and a WHERE over one table, "
                    + "or has triggers",
                hint: "write to its base table")
        }
        if through.table.hasRules { throw Self.refusal(ofRulesOf: through.table) }
        if let reason = protection.unreadable[through.table.name] {
            throw RewriteRefusal("rows-depend-on-phi", "\(through.table.name) is not writable: \(reason)")
        }
        return Place(table: through.table, view: relation, columns: through.columns)
    }

    private static func refusal(ofRulesOf relation: Relation) -> RewriteRefusal {
        RewriteRefusal(
            "write-with-rules", "\(relation.name) has rewrite rules, which could run anything and return anything")
    }

    /// RETURNING, and what must not be written.
    private func closeTarget(
        _ node: SyntaxNode, _ target: Target, beside: NameScope, keyword: StaticString,
        moved: StatementAnalysis.MovedReturning
    ) throws(RewriteRefusal) {
        guard !isVerifying else { return }
        if let raw = target.raw, node[.returningList] != nil {
            try moveReturning(node, raw, beside: beside, keyword: keyword, moved: moved)
        }
        try checkMasks(node, target)
    }

    /// That no masked value decides what is written, where it may not, and that none is written to a protected column.
    private func checkMasks(_ node: SyntaxNode, _ target: Target) throws(RewriteRefusal) {
        guard !isVerifying else { return }
        try checkCopies(into: target.place?.table, takesMasks: target.takesMasks)
        guard !target.takesMasks else { return }
        maskless.append(node)
        try checkMasks(in: node)
    }

    // MARK: oracles by constraint

    /// - Parameter insert: the statement; nil where rows come otherwise.
    func checkInsertion(
        of written: Set<String>, into relation: Relation, by insert: SyntaxNode? = nil
    ) throws(RewriteRefusal) {
        if let oracle = protection.oracles.oracle(inserting: written, into: relation.name) {
            try refuseTellingOfRows(oracle, "insert-oracle")
            throw RewriteRefusal(
                "insert-oracle",
                "\(oracle.speaker) would tell whether a value of protected column \(oracle.column) exists",
                hint: "insert through the application, or allow lookup: equality on the column")
        }
        if let refusal = protection.maskedWrites.refusal(inserting: written, into: relation.name) { throw refusal }
        let found = protection.oracles.lookups(writing: written, in: relation.name)
        guard !found.isEmpty else { return }
        analysis.phiRead.formUnion(found)
        // COPY and MERGE write as many rows as they are given.
        if let insert { analysis.lookups.add(insertion: insert) } else { analysis.lookups.isOpen = true }
    }

    private func checkInsertedColumns(_ node: SyntaxNode, _ place: Place) throws(RewriteRefusal) {
        let named = node.list(.cols).compactMap { $0.string(.name) }
        try checkKnown(named, place)
        // DEFAULT VALUES writes nothing of its own.
        let isOwn = node[.selectStmt] != nil
        // A view's own defaults are written as well.
        let defaulted = place.view?.columns.filter(\.hasSharedDefault).map(\.name) ?? []
        let written = place.written((isOwn && named.isEmpty ? place.allColumns : Set(named)).union(defaulted))
        try checkInsertion(of: written, into: place.table, by: node)
        if concerns(place.table.name) || place.view.map({ concerns($0.name) }) ?? false {
            let given = named.isEmpty ? Self.inserted(node, into: (place.view ?? place.table).columns) : Set(named)
            if let view = place.view { try checkInserting(given, into: view, node) }
            try checkInserting(place.written(given), into: place.table, node)
        }
        noteWritten(written, in: place.table)
        noteFollowing(RowChange(inserts: true, inserted: written), of: place.table, isOnly: place.isOnly)
    }

    /// What it sets in motion is told by the names of columns: one that is not known here may be another under a new name.
    private func checkKnown(_ columns: [String], _ place: Place) throws(RewriteRefusal) {
        let target = place.view ?? place.table
        guard !isVerifying, protection.leading.contains(target.name),
            let column = columns.first(where: { name in !target.columns.contains { $0.name == name } })
        else { return }
        throw RewriteRefusal(
            "unknown-column", "column \"\(column)\" of \(target.name) is not known to this lane",
            hint: "check its name, or read information_schema.columns", sqlState: "42703", mayBeStale: true)
    }

    private func concerns(_ name: QualifiedName) -> Bool {
        protection.running.concerns(name) || protection.entrusted?.concerns(name) ?? false
    }

    private func checkAssignments(_ node: SyntaxNode, _ place: Place) throws(RewriteRefusal) {
        let targets = node.list(.targetList)
        try checkKnown(targets.compactMap { $0.string(.name) }, place)
        let assigned = place.written(Set(targets.compactMap { $0.string(.name) }))
        let parts = place.written(Set(targets.filter { $0[.indirection] != nil }.compactMap { $0.string(.name) }))
        if let refusal = protection.maskedWrites.refusal(assigningPartsOf: parts, in: place.table.name) {
            throw refusal
        }
        if let oracle = protection.oracles.oracle(assigning: assigned, in: place.table.name) {
            try refuseTellingOfRows(oracle, "update-oracle")
            throw RewriteRefusal(
                "update-oracle",
                "\(oracle.speaker) would tell about the values of protected column \(oracle.column)",
                hint: "update other columns, or change this one through the application")
        }
        if let refusal = protection.maskedWrites.refusal(assigning: assigned, in: place.table.name) { throw refusal }
        try checkCascade(assigned, in: place.table)
        noteFound(protection.oracles.lookups(updating: assigned, in: place.table.name), of: node, place)
        if !assigned.isEmpty { try checkUpdating(assigned, in: place.table, node) }
        noteWritten(assigned, in: place.table)
        noteFollowing(RowChange(assigned: assigned), of: place.table, isOnly: place.isOnly)
    }

    /// A mask that comes back would stand in a masked column as its value; in others it is a text like any.
    func noteWritten(_ columns: Set<String>, in relation: Relation) {
        for case let mask? in columns.lazy.map({ self.protection.masks[relation.name]?[$0] }) {
            analysis.refusesMaskMarker = true
            analysis.phiWritten.formUnion(mask.origins)
        }
    }

    private func checkDeletion(_ place: Place) throws(RewriteRefusal) {
        let relation = place.table
        try checkDeleting(from: relation)
        noteFollowing(RowChange(deletes: true), of: relation, isOnly: place.isOnly)
        if let oracle = protection.oracles.oracle(deletingFrom: relation.name) {
            try refuseTellingOfRows(oracle, "delete-oracle")
            throw RewriteRefusal(
                "delete-oracle",
                "\(oracle.speaker) would tell whether a value of protected column \(oracle.column) exists",
                hint: "delete through the application, or allow lookup: equality on the column")
        }
        if let refusal = protection.maskedWrites.refusal(deletingFrom: relation.name) { throw refusal }
        let found = protection.oracles.lookups(replacing: nil, in: relation.name)
        analysis.phiRead.formUnion(found)
        if !found.isEmpty { analysis.lookups.constants += 1 }
    }

    /// A constant is one value, however many rows are given it; a value for each row is as many.
    private func noteFound(_ columns: Set<String>, of node: SyntaxNode, _ place: Place) {
        guard !columns.isEmpty else { return }
        analysis.phiRead.formUnion(columns)
        let asked = node.list(.targetList).filter { target in
            guard let name = target.string(.name) else { return true }
            // What ON CONFLICT takes from its own row was counted with it.
            if node.kind == .onConflictClause, target[.val]?.names(.fields) == ["excluded", name] { return false }
            return !protection.oracles.lookups(updating: place.written([name]), in: place.table.name).isEmpty
        }
        if !asked.isEmpty { analysis.lookups.add(assignments: asked) }
    }

    /// `WHERE mrn = 'x'` on the target acts on the raw value anyway.
    private func settleOwnLookups(_ node: SyntaxNode, _ target: RawTarget) {
        guard let condition = node[.whereClause] else { return }
        for conjunct in Self.conjuncts(condition) {
            guard let comparison = Comparison(conjunct, parsed) else { continue }
            let names = comparison.column.names(.fields)
            guard let column = names.last, target.masks[column]?.lookup == .equality,
                names.count == 1 || names[names.count - 2] == target.alias,
                let type = target.relation.columns.first(where: { $0.name == column }),
                type.typeSchema == "pg_catalog", Comparison.types.contains(type.typeName)
            else { continue }
            if !isVerifying {
                let cast = comparison.cast(to: type)
                for value in comparison.values { edits.append(Edit(value.upperBound..<value.upperBound, cast)) }
            }
            settled.insert(comparison.column.index)
            looksUpOwn = true
            analysis.lookups.add(comparison)
            analysis.phiRead.formUnion(target.masks[column]?.origins ?? [])
            let isOrdering = protection.indexOrder.columns(of: target.relation.name).contains(column)
            if isOrdering, !isVerifying { guardOrder(comparison.column) }
        }
    }
}
