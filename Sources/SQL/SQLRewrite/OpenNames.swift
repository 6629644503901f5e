import SQLSyntax

/// The names in a statement by which nothing but open tables are meant: whatever is called so anywhere in it, in whatever part,
/// is one of these.
struct OpenNames {
    private var open: Set<String> = []
    /// Rows of the statement's own are called so without being in FROM.
    private var others: Set<String> = ["excluded", "new", "old"]

    /// - Parameter isOpen: of a relation that is named.
    init(of tree: SyntaxTree, isOpen: (SyntaxNode) -> Bool) {
        for index in tree.slots.indices {
            let node = SyntaxNode(tree: tree, index: Int32(index))
            let alias = node[.alias]
            let name = alias?.string(.aliasname)
            if node.kind == .rangeVar, let called = name ?? node.string(.relname) {
                // Other names for its columns are looked at where they are given.
                let isPlain = alias?.list(.colnames).isEmpty ?? true
                if isPlain, isOpen(node) { open.insert(called) } else { others.insert(called) }
            } else if let name {
                others.insert(name)
            }
            if let name = node.string(.ctename) { others.insert(name) }
        }
    }

    func contains(_ name: String) -> Bool { open.contains(name) && !others.contains(name) }
}
