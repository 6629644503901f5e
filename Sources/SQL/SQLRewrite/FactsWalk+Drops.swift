import Policy
import SQLSyntax

/// DROP, and what goes with it.
extension FactsWalk {
    func drop(_ node: SyntaxNode) {
        let type = node.string(.removeType) ?? ""
        let cascades = node.string(.behavior) == "DROP_CASCADE"
        if Self.relationTypes.contains(type) {
            dropRelations(node, cascades: cascades)
        } else if Self.memberTypes.contains(type) {
            for object in node.list(.objects) { touch(parts: object.names(.items).dropLast()) }
        } else if type == "OBJECT_STATISTIC_EXT" {
            for object in node.list(.objects) { touch(statistics: object.names(.items)) }
        } else if type == "OBJECT_SCHEMA" {
            if cascades { for object in node.list(.objects) { dropSchema(object.string(.sval) ?? "") } }
        } else if Self.typeTypes.contains(type) {
            drop(types: node, isOptional: node.bool(.missingOk))
            if cascades, !isIdle(node) { touchUnknown() }
        } else if cascades || !Self.otherTypes.contains(type), !isIdle(node) {
            // What depends on a function or a type is not followed.
            touchUnknown()
        }
    }

    /// It has nothing to do; not asked where nothing depends on what it touches.
    func isIdle(_ node: SyntaxNode) -> Bool {
        guard reader.index != nil, IdleDefinition(catalog: catalog, names: names).isOne(node) else { return false }
        reading.restsOnMoment = true
        return true
    }

    private func dropRelations(_ node: SyntaxNode, cascades: Bool) {
        var dropped: Set<QualifiedName> = []
        var token = firstName(of: node)
        for object in node.list(.objects) {
            let parts = object.names(.items)
            let meaning = target(parts[...], isOptional: node.bool(.missingOk), at: token)
            touch(meaning)
            if case .relation(let name) = meaning { dropped.insert(name) }
            token = token.flatMap { RelationSpan.skipNames(from: $0, count: parts.count, parsed, dotAfterLast: false) }
                // The comma between two.
                .map { $0 + 1 }
        }
        if cascades { cascade(dropped) }
    }

    /// What nothing has, and need not be there, is looked for in one schema only.
    private func target(_ parts: ArraySlice<String>, isOptional: Bool, at token: Int?) -> Meaning {
        guard let name = parts.last, parts.count <= 3 else { return .unknown }
        let schema = parts.count > 1 ? parts[parts.endIndex - 2] : nil
        if schema == nil, isOwn { return .own(name) }
        let spell = { [self] (name: QualifiedName) in
            guard let token, parsed.tokens.indices.contains(token) else { return false }
            return self.spell(token, at: parsed.tokens[token].start, as: name)
        }
        if isOptional, schema == nil, isNowhere(name), let first = names.searchPath.first(where: isUsable) {
            let guess = QualifiedName(first, name)
            return spell(guess) ? .relation(guess) : .unknown
        }
        return meaning(schema: schema, name, spell: spell)
    }

    /// The index of the token that the first name of a DROP begins with.
    func firstName(of node: SyntaxNode) -> Int? {
        var index = parsed.tokenIndex(at: start)
        guard parsed.isToken(index, "drop") else { return nil }
        index += 1
        if parsed.isToken(index, "materialized") || parsed.isToken(index, "foreign") { index += 1 }
        index += 1
        if parsed.isToken(index, "concurrently") { index += 1 }
        if node.bool(.missingOk) {
            guard parsed.isToken(index, "if"), parsed.isToken(index + 1, "exists") else { return nil }
            index += 2
        }
        return index
    }

    private func dropSchema(_ name: String) {
        guard let index = reader.index else { return }
        let members = Set(index.relations(in: name))
        touch(all: members)
        cascade(members)
        touch(takenWith: Droppable(.schema, QualifiedName(name, name)))
        touch(all: catalog.statistics.lazy.filter { $0.key.schema == name }.map(\.value))
        if !index.holdsOnlyRelations(name) { touchUnknown() }
    }

    /// What depends on relations, to any depth.
    func cascade(_ names: Set<QualifiedName>) {
        guard let index = reader.index else { return }
        touch(all: index.dependents(of: names))
        for name in names {
            touchLinked(with: name)
            touch(takenWith: Droppable(.relation, name))
        }
    }

    /// What goes with it by whatever stands between: types of rows, defaults, checks, constants that name it.
    private func touch(takenWith root: Droppable) {
        // Then it was not asked.
        if catalog.dropsAnything { touchUnknown() }
        touch(all: catalog.cascades[root] ?? [])
    }

    /// What the transaction itself has tied to a relation, and the catalog cannot know yet.
    func touchLinked(with name: QualifiedName) { touch(all: names.made.linked(with: name)) }
}
