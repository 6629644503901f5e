import Policy
import SQLSyntax

/// What names mean, and the edits that make them mean it.
extension FactsWalk {
    // MARK: names that are there

    /// - Parameter isTarget: no WITH query can be meant.
    func meaning(of node: SyntaxNode, isTarget: Bool) -> Meaning {
        guard let name = node.string(.relname) else { return .unknown }
        if node.string(.schemaname) == nil, !isTarget, ctes.contains(name) { return .query }
        // Its rows stand in the text.
        if !isTarget, ColumnsRelation.isNamed(by: node, in: catalog) { return .query }
        return meaning(schema: node.string(.schemaname), name) { spell(node, as: $0) }
    }

    /// - Parameter spell: writes out in full what could mean something else; false where that is not possible.
    func meaning(schema: String?, _ name: String, spell: (QualifiedName) -> Bool) -> Meaning {
        guard let index = reader.index else { return .unknown }
        if let schema {
            if schema == StatementFacts.temporarySchema { return .own(name) }
            return .relation(owned(QualifiedName(schema, name)))
        }
        if names.temporaries.contains(name) {
            let own = QualifiedName(StatementFacts.temporarySchema, name)
            return spell(own) ? .own(name) : unknown(name)
        }
        guard let found = found(name) else { return unknown(name) }
        let isCertain =
            !spellsAll && !index.isAmbiguous(name) && !names.made.contains(anyNamed: name)
            && !reading.made.contains(anyNamed: name)
        return isCertain || spell(found) ? .relation(owned(found)) : unknown(name)
    }

    private func unknown(_ name: String) -> Meaning {
        reading.unknownNames.append(name)
        return .unknown
    }

    /// The first of the search path that has something of this name.
    private func found(_ name: String) -> QualifiedName? {
        let path = names.searchPath.contains("pg_catalog") ? names.searchPath : ["pg_catalog"] + names.searchPath
        for schema in ([schema].compactMap(\.self) + path) where isUsable(schema) {
            let full = QualifiedName(schema, name)
            let isThere =
                catalog.relations[full] != nil || reader.index?.owner(ofIndex: full) != nil
                || names.made.contains(full) || reading.made.contains(full)
            if isThere { return full }
        }
        return nil
    }

    func isUsable(_ schema: String) -> Bool { names.isUsable(schema, in: catalog, beside: reading.made) }

    /// The relation of an index; anything else is itself.
    private func owned(_ name: QualifiedName) -> QualifiedName {
        if catalog.relations[name] != nil { return name }
        return reader.index?.owner(ofIndex: name) ?? name
    }

    // MARK: names that are made

    /// A relation that the statement makes, in the schema that it will be made in.
    ///
    /// - Parameters:
    ///   - readsOwn: it is a view, and of the session's own temporary relations: then it is one itself.
    ///   - isAlone: it is a table, and shares rows with nothing.
    func make(_ node: SyntaxNode?, readsOwn: Bool = false, isAlone: Bool = false) {
        guard let node, let name = node.string(.relname) else { return touchUnknown() }
        guard reader.index != nil else { return }
        if let schema = node.string(.schemaname) {
            if schema == StatementFacts.temporarySchema { return touchOwn(name) }
            return made(QualifiedName(schema, name), isAlone: isAlone)
        }
        if node.string(.relpersistence) == "t" { return touchOwn(name) }
        let own = readsOwn ? StatementFacts.temporarySchema : nil
        guard let schema = own ?? schema ?? names.creationSchema(in: catalog, beside: reading.made) else {
            touchUnknown()
            return reading.unknownNames.append(name)
        }
        let full = QualifiedName(schema, name)
        guard self.schema != nil || spell(node, as: full) else {
            touchUnknown()
            return reading.unknownNames.append(name)
        }
        guard schema == StatementFacts.temporarySchema else { return made(full, isAlone: isAlone) }
        reading.madeTemporary.append(name)
        touchOwn(name)
    }

    /// Nothing that is known has this name, in whatever schema.
    func isNowhere(_ name: String) -> Bool {
        reader.index?.knows(name) == false && !names.made.contains(anyNamed: name)
            && !names.temporaries.contains(name)
    }

    private func touchOwn(_ name: String) { touch(QualifiedName(StatementFacts.temporarySchema, name)) }

    func made(_ name: QualifiedName, isAlone: Bool = false) {
        // IF NOT EXISTS makes none where the transaction has made something else of this name.
        if isAlone, !names.made.mayReachOthers(name) {
            reading.made.insert(alone: name)
        } else {
            reading.made.insert(name)
        }
        touch(name)
    }

    /// Something is changed that this catalog does not know. What the transaction has made is in one that is read on the session's
    /// own connection; before it is, nobody knows what a change reaches, but of a table that it has made by itself.
    func changeUnread(_ name: QualifiedName) {
        guard reader.index != nil, catalog.relations[name] == nil else { return }
        guard names.made.contains(name) else {
            touchUnknown()
            reading.unknownTargets.append(name)
            return
        }
        guard names.made.mayReachOthers(name) else { return }
        refuse(
            RewriteRefusal(
                "open-definition",
                "\(name) was made or renamed in this transaction, and what a change of it reaches cannot be told yet",
                hint: "COMMIT first, or send it by itself, outside of a pipeline, at READ COMMITTED"))
    }

    /// A relation has another name from now on.
    func rename(_ meaning: Meaning, to name: (QualifiedName) -> QualifiedName) {
        switch meaning {
        case .relation(let old): made(name(old))
        case .own(let old):
            let own = name(QualifiedName(StatementFacts.temporarySchema, old))
            reading.madeTemporary.append(own.name)
            touch(own)
        case .query, .unknown: touchUnknown()
        }
    }

    // MARK: writing out

    /// - Returns: false where the name's place in the text is not known.
    private func spell(_ node: SyntaxNode, as name: QualifiedName) -> Bool {
        guard let location = node.location else { return false }
        return spell(parsed.tokenIndex(at: location), at: location, as: name)
    }

    /// - Parameter token: the index of the token that an unqualified name begins with.
    func spell(_ token: Int, at location: Int, as name: QualifiedName) -> Bool {
        guard parsed.tokens.indices.contains(token), parsed.tokens[token].start == location,
            let next = RelationSpan.skipNames(from: token, count: 1, parsed, dotAfterLast: false)
        else { return false }
        reading.edits.append(Edit(location..<parsed.tokens[next - 1].end, SQLText.relation(name)))
        return true
    }
}
