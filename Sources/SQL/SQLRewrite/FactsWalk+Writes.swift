import Policy
import SQLSyntax

/// INSERT, UPDATE, DELETE, MERGE, COPY and TRUNCATE: what they write, and what foreign keys change with it.
extension FactsWalk {
    // MARK: statements

    func insert(_ node: SyntaxNode) {
        reading.facts.kinds.insert(.insert)
        query(node) {
            var change = RowChange(inserts: true)
            if let conflict = node[.onConflictClause], conflict.string(.action) == "ONCONFLICT_UPDATE" {
                reading.facts.kinds.insert(.update)
                change.assigned = conflict.assignedColumns
                let target = write(node[.relation], change)
                // Every row of it comes back, and is changed.
                if let select = node[.selectStmt],
                    sources(node[.relation], target)?.isWhole(select: select, beside: []) ?? true,
                    !restricts(conflict[.whereClause], node, target)
                {
                    reading.facts.unfiltered = true
                }
            } else {
                write(node[.relation], change)
            }
            walkChildren(node, without: [.withClause, .relation])
        }
    }

    /// UPDATE and DELETE.
    func change(_ node: SyntaxNode) {
        let deletes = node.kind == .deleteStmt
        reading.facts.kinds.insert(deletes ? .delete : .update)
        query(node) {
            refuse(TextSettings.refusal(ofWriting: node[.relation]))
            let target = write(node[.relation], RowChange(deletes: deletes, assigned: node.assignedColumns))
            if !restricts(node[.whereClause], node, target) { reading.facts.unfiltered = true }
            walkChildren(node, without: [.withClause, .relation])
        }
    }

    func merge(_ node: SyntaxNode) {
        reading.facts.kinds.insert(.merge)
        query(node) {
            var change = RowChange()
            var changing: [SyntaxNode] = []
            for action in node.list(.mergeWhenClauses) {
                switch action.string(.commandType) {
                case "CMD_NOTHING": continue
                case "CMD_INSERT":
                    reading.facts.kinds.insert(.insert)
                    change.inserts = true
                    continue
                case "CMD_UPDATE":
                    reading.facts.kinds.insert(.update)
                    change.assigned.formUnion(action.assignedColumns)
                default:
                    reading.facts.kinds.insert(.delete)
                    change.deletes = true
                }
                changing.append(action)
            }
            refuse(TextSettings.refusal(ofWriting: node[.relation]))
            let target = write(node[.relation], change)
            // Each action chooses by its own condition, and by what joins if it is about that.
            let joins = restricts(node[.joinCondition], node, target)
            reading.facts.unfiltered =
                reading.facts.unfiltered
                || changing.contains { action in
                    !(joins && action.string(.matchKind) == "MERGE_WHEN_MATCHED")
                        && !restricts(action[.condition], node, target)
                }
            walkChildren(node, without: [.withClause, .relation])
        }
    }

    /// Whether a condition leaves rows of the target out.
    private func restricts(_ condition: SyntaxNode?, _ node: SyntaxNode, _ target: Relation?) -> Bool {
        guard let condition, let name = node[.relation] else { return false }
        let hasOthers =
            [.mergeStmt, .insertStmt].contains(node.kind) || !node.list(.fromClause).isEmpty
            || !node.list(.usingClause).isEmpty
        let alias = name[.alias]?.string(.aliasname) ?? name.string(.relname) ?? ""
        guard let sources = sources(name, target) else { return false }
        var restriction = Restriction(alias: alias, relation: target, hasOthers: hasOthers, sources: sources)
        if let target, target.kind == .view {
            // An expression of the view's may be the same for every row, and two columns one of the table's.
            restriction.behind = WrittenView(of: target, in: catalog, parse: reader.parse)?.columns ?? [:]
        }
        let beside = [node.list(.fromClause), node.list(.usingClause)].flatMap { Array($0) }
        restriction.twins = sources.wholes(beside + [node[.sourceRelation]].compactMap(\.self), beside: [alias])
        // It is asked only where every row of the target is inserted.
        if node.kind == .insertStmt { restriction.twins.insert("excluded") }
        return restriction.restricts(condition)
    }

    private func sources(_ name: SyntaxNode?, _ target: Relation?) -> TargetSources? {
        name.map {
            TargetSources(
                target: target, table: target.flatMap(table), name: $0.string(.relname) ?? "", names: names,
                catalog: catalog, queries: queries)
        }
    }

    /// What is written by way of a view; nil: that is not told.
    private func table(of target: Relation) -> Relation? {
        target.kind == .view ? WrittenView(of: target, in: catalog, parse: reader.parse)?.table : target
    }

    func copyData(_ node: SyntaxNode) {
        if node.bool(.isFrom) {
            write(node[.relation], RowChange(inserts: true))
        } else if let relation = node[.relation] {
            touch(relation, isTarget: true)
        }
        walkChildren(node, without: [.relation])
    }

    func truncate(_ node: SyntaxNode) {
        reading.facts.unfiltered = reading.facts.kinds.contains(.delete)
        var emptied: Set<QualifiedName> = []
        for relation in node.list(.relations) {
            guard case .relation(let name) = touch(relation, isTarget: true) else { continue }
            changeUnread(name)
            emptied.insert(name)
        }
        for name in emptied { follow(name, isOnly: false, RowChange(truncates: true)) }
        guard node.string(.behavior) == "DROP_CASCADE", let index = reader.index else { return }
        touch(all: index.truncated(with: emptied))
        for name in emptied { touchLinked(with: name) }
    }

    // MARK: targets

    /// - Returns: the relation that the statement names, where the catalog knows it.
    @discardableResult
    private func write(_ node: SyntaxNode?, _ change: RowChange) -> Relation? {
        guard let node else { return nil }
        guard reader.index != nil else {
            let relation = known(node)
            refuse(relation.flatMap { refusalOfSettings(through: $0.name) })
            return relation
        }
        let meaning = touch(node, isTarget: true)
        // A temporary view: what is written is what it reads.
        if case .own(let name) = meaning, let reads = read(byOwn: name) {
            touchAll(behind: reads)
            touchUnknown()
            reading.facts.unknownEffects.formUnion(Self.writing)
            refuse(reads.lazy.compactMap(refusalOfSettings).first)
        }
        guard case .relation(let name) = meaning else { return nil }
        touchLinked(with: name)
        guard let relation = catalog.relations[name] else {
            changeUnread(name)
            return nil
        }
        refuse(refusalOfSettings(through: name))
        // Rules run whatever they say.
        if relation.hasRules { touchRules() }
        guard relation.kind == .view else {
            follow(name, isOnly: !node.bool(.inh), change)
            return relation
        }
        guard let through = WrittenView(of: relation, in: catalog, parse: reader.parse) else {
            // What stands INSTEAD may write anything.
            reading.facts.unknownEffects.formUnion(Self.writing)
            return relation
        }
        if through.table.hasRules { touchRules() }
        touch(through.table.name)
        var behind = change
        behind.assigned = Set(change.assigned.compactMap { through.columns[$0] })
        follow(through.table.name, isOnly: !node.bool(.inh), behind)
        return relation
    }

    private static let writing: Set<StatementKind> = [.insert, .update, .delete]

    private func touchRules() {
        touchUnknown()
        reading.facts.unknownEffects.formUnion(Self.writing)
    }

    private func refusalOfSettings(through name: QualifiedName) -> RewriteRefusal? {
        TextSettings.refusal(ofWriting: name, in: catalog, parse: reader.parse)
    }

    /// Where tables are nobody's matter: for the names of columns alone.
    private func known(_ node: SyntaxNode) -> Relation? {
        guard let name = node.string(.relname) else { return nil }
        if let schema = node.string(.schemaname) { return catalog.relations[QualifiedName(schema, name)] }
        if names.temporaries.contains(name) { return nil }
        return names.searchPath.lazy.compactMap { self.catalog.relations[QualifiedName($0, name)] }.first
    }

    // MARK: what is set in motion

    /// Every table that is changed with a table.
    private func follow(_ table: QualifiedName, isOnly: Bool, _ change: RowChange) {
        guard let index = reader.index, let consequences = reader.consequences else { return }
        for effect in consequences.follow(change, of: table, isOnly: isOnly).effects {
            // What TRUNCATE empties besides is named with it, or gone through by CASCADE.
            if effect.isByKey, effect.change != RowChange(truncates: true) { touch(effect.relation) }
            note(effect.change, on: effect.relation, index)
        }
    }

    private func note(_ effect: RowChange, on name: QualifiedName, _ index: RelationIndex) {
        let tables = index.descendants(of: name).union(index.ancestors(of: name)).union([name])
        if effect.inserts { reading.facts.effects[.insert, default: []].formUnion(tables) }
        if effect.deletes { reading.facts.effects[.delete, default: []].formUnion(tables) }
        if !effect.assigned.isEmpty { reading.facts.effects[.update, default: []].formUnion(tables) }
    }
}

extension SyntaxNode {
    /// The columns that SET assigns.
    fileprivate var assignedColumns: Set<String> { Set(list(.targetList).compactMap { $0.string(.name) }) }
}
