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

    private static func collect(_ node: SyntaxNode, _ names: inout Set<String>) {
        switch node.kind {
        case .rangeVar: if let name = node.string(.relname) { names.insert(name) }
        // They name what they are about by lists.
        case .dropStmt:
            for object in node.list(.objects) {
                names.formUnion(object.kind == .list ? object.names(.items) : [object.string(.sval) ?? ""])
            }
        case .commentStmt, .secLabelStmt, .alterOwnerStmt: names.formUnion(node[.object]?.names(.items) ?? [])
        default: break
        }
    }
}
