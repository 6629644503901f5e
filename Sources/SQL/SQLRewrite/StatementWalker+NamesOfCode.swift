import Policy
import SQLSyntax

/// What code that the policy names finds by a path of its own is as it was when it was named: who owns a table, a type or
/// a domain there, and nothing else of the schema, could put another in its place by a new name, or a check that tells what
/// the code writes.
extension StatementWalker {
    func refuseNamesOfCode(in node: SyntaxNode) throws(RewriteRefusal) {
        guard !isVerifying, !protection.isEmpty, !rewriter.code.schemas.isEmpty else { return }
        for parts in Self.changed(by: node) {
            guard let name = parts.last, let found = ofCode(name, in: parts.dropLast().last) else { continue }
            throw RewriteRefusal(
                "definition-under-code",
                "this definition changes \(found), which lies in a schema where functions that the policy names find what "
                    + "they read and write",
                hint: "the database's owners change it by another road; another schema's is written with its schema")
        }
    }

    /// - Parameter schema: nil where the statement gives none.
    private func ofCode(_ name: String, in schema: String?) -> QualifiedName? {
        let schemas = rewriter.code.schemas
        if let schema { return schemas.contains(schema) ? QualifiedName(schema, name) : nil }
        return schemas.sorted().lazy.map { QualifiedName($0, name) }.first(where: isThere)
    }

    private func isThere(_ name: QualifiedName) -> Bool {
        catalog.relations[name] != nil || catalog.typeNames.contains(name) || catalog.hasIndex(name)
    }

    /// The names, in parts, of relations, types and domains that a definition changes, or adds a child or an index to.
    private static func changed(by node: SyntaxNode) -> [[String]] {
        switch node.kind {
        case .alterTableStmt, .alterSeqStmt: return relations(in: node)
        case .indexStmt: return node[.relation].map(relations) ?? []
        case .createStmt: return node.list(.inhRelations).flatMap(relations)
        case .dropStmt, .renameStmt:
            let type = node.string(.removeType) ?? node.string(.renameType) ?? ""
            let isPart = ["OBJECT_COLUMN", "OBJECT_TABCONSTRAINT", "OBJECT_ATTRIBUTE"].contains(type)
            let objects = Array(node.list(.objects)) + [node[.object]].compactMap(\.self)
            return relations(in: node)
                + objects.map { object in
                    let parts = object.kind == .typeNameNode ? object.names(.names) : object.names(.items)
                    return isPart ? parts.dropLast() : parts
                }
        default: return []
        }
    }

    /// A foreign key only refers to its own.
    private static func relations(in node: SyntaxNode) -> [[String]] {
        if node.kind == .rangeVar {
            return [[node.string(.schemaname), node.string(.relname)].compactMap(\.self)]
        }
        return node.kind == .constraint ? [] : node.children.flatMap(relations)
    }
}
