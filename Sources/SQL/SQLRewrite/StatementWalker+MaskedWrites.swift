import Policy
import SQLSyntax

/// Where the masked values of a statement come in: every way is noted at the relation, or the join, that they come from, so
/// that no other name for them leads past.
struct MaskedEntries {
    /// The nodes of the masked relations in FROM.
    private(set) var items: [Int32] = []
    /// What columns are called that an alias gives another name, and that are masked, or may be.
    private(set) var renamed: Set<String> = []
    /// What joins are called that have a masked relation in them: the whole row of each holds masks.
    private(set) var aliases: Set<String> = []
    /// Joins by columns that are compared without being named as such: USING and NATURAL.
    private(set) var joins: [(node: SyntaxNode, column: String)] = []

    mutating func note(_ item: SyntaxNode, _ relation: Relation, _ masks: [String: ColumnMask]) {
        items.append(item.index)
        for (name, column) in zip(item[.alias]?.names(.colnames) ?? [], relation.columns)
        where masks[column.name] != nil {
            renamed.insert(name)
        }
    }

    /// - Parameter isMasked: whether a column of a masked relation is called so.
    mutating func note(join node: SyntaxNode, isMasked: (String) -> Bool) {
        guard items.contains(where: node.holds) else { return }
        if let alias = node[.alias] {
            // Which columns a join has in which order follows from what it merges: none is taken for open.
            renamed.formUnion(alias.names(.colnames))
            alias.string(.aliasname).map { _ = aliases.insert($0) }
        }
        if node.bool(.natural) { joins.append((node, "a natural join")) }
        for name in node.names(.usingClause) where renamed.contains(name) || isMasked(name) {
            joins.append((node, name))
        }
    }
}

/// That masked values do not decide what is written.
extension StatementWalker {
    /// Of all writes: what a WITH holds that stands behind one was not known then.
    func checkMaskedWrites() throws(RewriteRefusal) {
        for node in maskless { try checkMasks(in: node) }
    }

    func checkMasks(in write: SyntaxNode) throws(RewriteRefusal) {
        if let column = mask(deciding: write) { throw Self.refusal(ofMasked: column) }
    }

    /// The first masked column that anything in a statement but its own RETURNING may follow from.
    func mask(deciding write: SyntaxNode, orReturnedBy returning: Bool = false) -> String? {
        guard !masked.isEmpty else { return nil }
        let parts = [write] + queries(readBy: write)
        func decides(_ node: SyntaxNode) -> Bool {
            // What it returns is not written; what a WITH returns that it reads may be.
            parts.contains { $0.holds(node.index) } && (returning || write[.returningList]?.holds(node.index) != true)
        }
        let relations = masked.sorted()
        lazy var open = OpenNames(of: write.tree) { self.isOpen($0) }
        for reference in references where !settled.contains(reference.node.index) && decides(reference.node) {
            // `alias.column` of a table that shows everything.
            let names = reference.node.names(.fields)
            if names.count == 2, open.contains(names[0]) { continue }
            if let column = maskedColumn(reference.node, relations) { return column }
        }
        return maskedEntries.joins.first { decides($0.node) }?.column
    }

    private static func refusal(ofMasked column: String) -> RewriteRefusal {
        RewriteRefusal(
            "masked-write", "a write must not depend on masked values: \(column)",
            hint:
                "use columns that are not masked to choose and compute what is written; masked ones are written to "
                + "temporary tables, and to those that the policy names under \"derive\" of the target")
    }

    /// Whether all that a relation in FROM shows is shown as it is.
    private func isOpen(_ node: SyntaxNode) -> Bool {
        guard case .relation(let relation)? = try? resolve(node) else { return false }
        return protection.masks[relation.name] == nil
    }

    /// The first masked column that a reference may mean, by the names under which such values came in.
    func maskedColumn(_ node: SyntaxNode, _ relations: [QualifiedName]) -> String? {
        let names = node.names(.fields)
        let isStar = node.list(.fields).contains { $0.kind == .aStar }
        if names.count == 1, !isStar, maskedAliases.contains(names[0]) || maskedEntries.aliases.contains(names[0]) {
            return "\(names[0]).*"
        }
        if isStar { return relations.first.map { "\($0).*" } }
        guard let name = names.last else { return nil }
        for relation in relations where protection.masks[relation]?[name] != nil { return "\(relation).\(name)" }
        return maskedEntries.renamed.contains(name) ? names.joined(separator: ".") : nil
    }

    /// The queries of a WITH around a write that it reads, and those that these read.
    private func queries(readBy write: SyntaxNode) -> [SyntaxNode] {
        let tree = write.tree
        let queries = tree.slots.indices.map { SyntaxNode(tree: tree, index: Int32($0)) }
            .filter { $0.string(.ctename) != nil && !write.holds($0.index) }
        guard !queries.isEmpty else { return [] }
        var found: [SyntaxNode] = []
        var waiting = [write]
        while let part = waiting.popLast() {
            part.walk { node in
                guard node.kind == .rangeVar, node.string(.schemaname) == nil else { return false }
                let name = node.string(.relname)
                for query in queries
                where query.string(.ctename) == name && !found.contains(where: { $0.index == query.index }) {
                    found.append(query)
                    waiting.append(query)
                }
                return false
            }
        }
        return found
    }
}

extension SyntaxNode {
    /// Whether the node at an index stands in it.
    func holds(_ index: Int32) -> Bool { self.index <= index && index < slot.end }
}
