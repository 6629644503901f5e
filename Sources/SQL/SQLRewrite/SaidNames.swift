import Policy
package import SQLSyntax

/// Every plain name in a statement that could be a relation's, whatever it is there. More than it is about, never less.
package enum SaidNames {
    package static func of(_ statement: SyntaxNode) -> Set<String> {
        var names: Set<String> = []
        collect(statement, &names)
        statement.walk { node in
            collect(node, &names)
            return false
        }
        return names
    }

    /// Those of relations that stand without a schema.
    package static func unqualified(in statement: SyntaxNode) -> Set<String> {
        var names: Set<String> = []
        statement.walk { node in
            if node.kind == .rangeVar, node.string(.schemaname) == nil, let name = node.string(.relname) {
                names.insert(name)
            }
            return false
        }
        return names
    }

    /// The same without the table, or row type, that it makes: that is new, or it is not made.
    package static func used(by statement: SyntaxNode) -> Set<String> {
        guard let made = self.made(by: statement) else { return of(statement) }
        var names: Set<String> = []
        statement.walk { node in
            if node.index == made.index { return true }
            collect(node, &names)
            return false
        }
        return names
    }

    private static func made(by statement: SyntaxNode) -> SyntaxNode? {
        switch statement.kind {
        case .createStmt, .createTableAsStmt, .selectStmtNode: statement.made
        case .compositeTypeStmt: statement[.typevar]
        default: nil
        }
    }

    private static func collect(_ node: SyntaxNode, _ names: inout Set<String>) {
        switch node.kind {
        case .rangeVar: if let name = node.string(.relname) { names.insert(name) }
        // They name what they are about by lists. Types, schemas and functions are no relations.
        case .dropStmt where FactsWalk.isOfRelations(drop: node):
            for object in node.list(.objects) { names.formUnion(object.names(.items)) }
        case .commentStmt, .secLabelStmt, .alterOwnerStmt: names.formUnion(node[.object]?.names(.items) ?? [])
        default: break
        }
    }
}
