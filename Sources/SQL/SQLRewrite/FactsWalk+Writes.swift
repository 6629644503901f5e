import Policy
import SQLSyntax

/// INSERT, UPDATE, DELETE, MERGE, COPY and TRUNCATE: what they write, and what foreign keys change with it.
extension FactsWalk {
    /// What a write does to rows of its target.
    struct Change {
        var deletes = false
        /// The columns that are assigned.
        var assigned: Set<String> = []
    }

    // MARK: statements

    func insert(_ node: SyntaxNode) {
        reading.facts.kinds.insert(.insert)
        query(node) {
            var change = Change()
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
            let target = write(node[.relation], Change(deletes: deletes, assigned: node.assignedColumns))
            if !restricts(node[.whereClause], node, target) { reading.facts.unfiltered = true }
            walkChildren(node, without: [.withClause, .relation])
        }
    }

    func merge(_ node: SyntaxNode) {
        reading.facts.kinds.insert(.merge)
        query(node) {
            var change = Change()
            var changing: [SyntaxNode] = []
            for action in node.list(.mergeWhenClauses) {
                switch action.string(.commandType) {
                case "CMD_NOTHING": continue
                case "CMD_INSERT":
                    reading.facts.kinds.insert(.insert)
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
            write(node[.relation], Change())
        } else if let relation = node[.relation] {
            touch(relation, isTarget: true)
        }
        walkChildren(node, without: [.relation])
    }

    func truncate(_ node: SyntaxNode) {
        reading.facts.unfiltered = reading.facts.kinds.contains(.delete)
        var emptied: Set<QualifiedName> = []
        for relation in node.list(.relations) {
            if case .relation(let name) = touch(relation, isTarget: true) { emptied.insert(name) }
        }
        guard node.string(.behavior) == "DROP_CASCADE", let index = reader.index else { return }
        touch(all: index.truncated(with: emptied))
        for name in emptied { touchLinked(with: name) }
    }

    // MARK: targets

    /// - Returns: the relation that the statement names, where the catalog knows it.
    @discardableResult
    private func write(_ node: SyntaxNode?, _ change: Change) -> Relation? {
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
            refuse(reads.lazy.compactMap(refusalOfSettings).first)
        }
        guard case .relation(let name) = meaning else { return nil }
        touchLinked(with: name)
        guard let relation = catalog.relations[name] else { return nil }
        refuse(refusalOfSettings(through: name))
        // Rules run whatever they say.
        if relation.hasRules { touchUnknown() }
        var assigned = change.assigned
        var place = relation
        if relation.kind == .view, let through = WrittenView(of: relation, in: catalog, parse: reader.parse) {
            place = through.table
            if place.hasRules { touchUnknown() }
            assigned = Set(assigned.compactMap { through.columns[$0] })
            touch(place.name)
        }
        follow(place.name, isOnly: !node.bool(.inh), Change(deletes: change.deletes, assigned: assigned))
        return relation
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

    // MARK: foreign keys

    /// Every table that foreign keys change with a table, to any depth.
    private func follow(_ table: QualifiedName, isOnly: Bool, _ change: Change) {
        guard let index = reader.index, change.deletes || !change.assigned.isEmpty else { return }
        var changes: [QualifiedName: Change] = [:]
        var pending: [(QualifiedName, Change)] = []
        func add(_ name: QualifiedName, _ more: Change) {
            var new = more
            if let known = changes[name] {
                new.assigned.formUnion(known.assigned)
                new.deletes = new.deletes || known.deletes
                if new.deletes == known.deletes, new.assigned.count == known.assigned.count { return }
            }
            changes[name] = new
            pending.append((name, new))
        }
        add(table, change)
        if !isOnly { for part in index.descendants(of: table) { add(part, change) } }
        while let (name, change) = pending.popLast() {
            for referrer in index.referrers(to: name) {
                let effect = referrer.effect(of: change)
                guard effect.deletes || !effect.assigned.isEmpty else { continue }
                touch(referrer.relation)
                add(referrer.relation, effect)
                for part in index.descendants(of: referrer.relation) { add(part, effect) }
            }
        }
    }
}

extension RelationIndex.Referrer {
    /// What a change of rows that are referred to does to those that refer to them.
    fileprivate func effect(of change: FactsWalk.Change) -> FactsWalk.Change {
        var effect = FactsWalk.Change()
        if change.deletes {
            switch reference.onDelete {
            case .none, .restrict: break
            case .cascade: effect.deletes = true
            case .setNull, .setDefault:
                effect.assigned.formUnion(reference.setOnDelete.isEmpty ? columns : reference.setOnDelete)
            }
        }
        if !change.assigned.isDisjoint(with: reference.columns) {
            switch reference.onUpdate {
            case .none, .restrict: break
            case .cascade, .setNull, .setDefault: effect.assigned.formUnion(columns)
            }
        }
        return effect
    }
}

extension SyntaxNode {
    /// The columns that SET assigns.
    fileprivate var assignedColumns: Set<String> { Set(list(.targetList).compactMap { $0.string(.name) }) }
}
