import Policy
import SQLSyntax

/// Definitions that say IF EXISTS or IF NOT EXISTS and find nothing to do, as every tool sends that migrates a schema. What they
/// would do need not be allowed; the server tells of it in a NOTICE. That something is not there only a catalog knows that was
/// read for this statement: `StatementAnalysis.restsOnMoment`.
struct IdleDefinition {
    let catalog: Catalog
    let names: NameEnvironment

    /// What is not certain is not one.
    func isOne(_ node: SyntaxNode) -> Bool {
        switch node.kind {
        case .createExtensionStmt:
            return node.bool(.ifNotExists) && node.string(.extname).map(catalog.extensions.contains) ?? false
        case .dropStmt:
            let type = node.string(.removeType) ?? ""
            return node.bool(.missingOk) && node.list(.objects).allSatisfy { isAbsent($0, type) }
        default: return false
        }
    }

    private func isAbsent(_ object: SyntaxNode, _ type: String) -> Bool {
        switch type {
        case "OBJECT_FUNCTION", "OBJECT_PROCEDURE", "OBJECT_ROUTINE", "OBJECT_AGGREGATE":
            return hasNoRoutine(object.names(.objname))
        case "OBJECT_TRIGGER", "OBJECT_RULE", "OBJECT_POLICY":
            let parts = object.names(.items)
            return hasNone(type, called: parts.last, parts.dropLast())
        case "OBJECT_EXTENSION": return object.string(.sval).map { !catalog.extensions.contains($0) } ?? false
        case "OBJECT_SCHEMA":
            return object.string(.sval).map { !catalog.schemas.contains($0) && !names.made.schemas.contains($0) }
                ?? false
        case "OBJECT_TYPE", "OBJECT_DOMAIN": return isNowhere(object.names(.names))
        case _ where FactsWalk.relationTypes.contains(type): return isNowhere(object.names(.items))
        default: return false
        }
    }

    private func hasNoRoutine(_ parts: [String]) -> Bool {
        guard let name = parts.last, parts.count <= 2 else { return false }
        let isBuiltin = catalog.immutableBuiltins.contains(name) || catalog.otherBuiltins.contains(name)
        let found = catalog.functions[name] ?? []
        guard parts.count == 2 else { return found.isEmpty && !isBuiltin }
        return parts[0] == "pg_catalog" ? !isBuiltin : !found.contains { $0.name.schema == parts[0] }
    }

    /// Whether a table has no trigger, rule or policy at all, or is not there itself.
    private func hasNone(_ type: String, called name: String?, _ table: ArraySlice<String>) -> Bool {
        guard let plain = table.last, table.count <= 2, name != "_RETURN", !names.temporaries.contains(plain) else {
            return false
        }
        let schemas = table.count == 2 ? [table[table.startIndex]] : ["pg_catalog"] + names.searchPath
        let found = schemas.compactMap { catalog.relations[QualifiedName($0, plain)] }
        return found.allSatisfy { relation in
            switch type {
            case "OBJECT_TRIGGER": !relation.hasTriggers
            case "OBJECT_RULE": !relation.hasRules
            default: relation.rowSecurity == nil && !relation.hasDormantCode
            }
        }
    }

    /// Whether no relation, index or type has the name.
    private func isNowhere(_ parts: [String]) -> Bool {
        guard let name = parts.last, parts.count <= 2, !names.temporaries.contains(name),
            !names.made.contains(anyNamed: name)
        else { return false }
        if parts.count == 2 {
            let full = QualifiedName(parts[0], name)
            return catalog.relations[full] == nil && !catalog.typeNames.contains(full) && !catalog.hasIndex(full)
        }
        return !catalog.relations.contains { relation in
            relation.key.name == name || relation.value.indexes.contains { $0.name == name }
        } && !catalog.typeNames.contains { $0.name == name }
    }
}

extension StatementWalker {
    /// Whether it has nothing to do; then what it rests on is noted.
    func isIdle(_ node: SyntaxNode) -> Bool {
        guard IdleDefinition(catalog: catalog, names: names).isOne(node) else { return false }
        analysis.restsOnMoment = true
        return true
    }
}
