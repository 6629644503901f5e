import Policy
import SQLSyntax

/// CASCADE: what it takes away, or changes, is defined as well, without being named.
extension StatementWalker {
    func refuseCascade(in node: SyntaxNode) throws(RewriteRefusal) {
        guard !isVerifying, !protection.isEmpty, Self.cascades(node) else { return }
        guard let taken = relations(takenBy: node) else {
            if isIdle(node) { return }
            throw RewriteRefusal(
                "cascade", "what CASCADE takes with this is not known, and may be protected, or a part of it",
                hint: "drop what depends on it first, by name, and leave CASCADE out")
        }
        for name in taken.sorted() {
            guard let reason = reason(name) else { continue }
            throw RewriteRefusal(
                "cascade", "CASCADE would take or change \(name), which \(reason)",
                hint: "drop what may go by name, and leave CASCADE out")
        }
    }

    /// Why it is not to be changed; nil: it may.
    private func reason(_ name: QualifiedName) -> String? {
        if protection.masks[name] != nil || protection.unreadable[name] != nil { return "carries protected columns" }
        if catalog.relations[name] == nil { return "is not known here" }
        return rewriter.code.schemas.contains(name.schema)
            ? "lies in a schema where functions that the policy names find what they read and write" : nil
    }

    private static func cascades(_ node: SyntaxNode) -> Bool {
        switch node.kind {
        case .dropStmt: node.string(.behavior) == "DROP_CASCADE"
        case .alterTableStmt: node.list(.cmds).contains { $0.string(.behavior) == "DROP_CASCADE" }
        default: false
        }
    }

    /// What goes with all that may be meant; nil where that is not told.
    private func relations(takenBy node: SyntaxNode) -> Set<QualifiedName>? {
        if catalog.dropsAnything { return nil }
        if node.kind == .alterTableStmt {
            let parts = [node[.relation]?.string(.schemaname), node[.relation]?.string(.relname)].compactMap(\.self)
            return taken(node.string(.objectType) == "OBJECT_TYPE" ? .type : .relation, [parts])
        }
        let objects = node.list(.objects)
        switch node.string(.removeType) {
        case "OBJECT_TABLE", "OBJECT_VIEW", "OBJECT_MATVIEW", "OBJECT_FOREIGN_TABLE", "OBJECT_SEQUENCE", "OBJECT_INDEX":
            return taken(.relation, objects.map { $0.names(.items) })
        case "OBJECT_TYPE", "OBJECT_DOMAIN": return taken(.type, objects.map { $0.names(.names) })
        case "OBJECT_SCHEMA":
            return taken(.schema, objects.compactMap { $0.string(.sval).map { [$0, $0] } })
        default: return nil
        }
    }

    private func taken(_ kind: Droppable.Kind, _ named: [[String]]) -> Set<QualifiedName> {
        named.reduce(into: []) { found, parts in
            guard let name = parts.last else { return }
            if let schema = parts.dropLast().last {
                found.formUnion(catalog.cascades[Droppable(kind, QualifiedName(schema, name))] ?? [])
            } else {
                for (root, taken) in catalog.cascades where root.kind == kind && root.name.name == name {
                    found.formUnion(taken)
                }
            }
        }
    }
}
