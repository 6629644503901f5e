/// One node of a `SyntaxTree`.
package struct SyntaxNode: Sendable {
    package let tree: SyntaxTree
    package let index: Int32

    package init(tree: SyntaxTree, index: Int32) {
        self.tree = tree
        self.index = index
    }

    private var slot: SyntaxTree.Slot { tree.slots[Int(index)] }

    package var kind: SyntaxKey { slot.kind }
    package var key: SyntaxKey { slot.key }
    package var isObject: Bool { slot.shape == .object }

    /// The first child that stands in field `key`.
    package subscript(key: SyntaxKey) -> SyntaxNode? {
        var child = slot.firstChild
        while child >= 0 {
            if tree.slots[Int(child)].key == key { return SyntaxNode(tree: tree, index: child) }
            child = tree.slots[Int(child)].nextSibling
        }
        return nil
    }

    package var children: Children { Children(tree: tree, head: slot.firstChild) }

    /// The elements of a list field; empty where the field is missing.
    package func list(_ key: SyntaxKey) -> Children { self[key]?.children ?? Children(tree: tree, head: -1) }

    package var stringValue: String? { slot.shape == .string ? tree.strings[slot.value] : nil }
    package var intValue: Int? { slot.shape == .integer ? slot.value : nil }

    package func string(_ key: SyntaxKey) -> String? { self[key]?.stringValue }
    package func int(_ key: SyntaxKey) -> Int? { self[key]?.intValue }
    /// Absent means false, as the parser writes it.
    package func bool(_ key: SyntaxKey) -> Bool { self[key]?.slot.value == 1 }

    /// Byte offset of the node's first token, as the parser reports it; nil where it reports none.
    package var location: Int? {
        guard let location = int(.location) else { return slot.kind == .other && !isObject ? nil : nilIfTypedRoot }
        return location >= 0 ? location : nil
    }

    // The parser leaves out fields that are 0: a node that has a location field at all stands at 0 when it is missing.
    private var nilIfTypedRoot: Int? {
        switch slot.kind {
        case .columnRef, .aConst, .paramRef, .funcCall, .rangeVar, .typeCast, .aExpr, .resTarget: 0
        default: nil
        }
    }

    /// The strings of a list of String nodes: a qualified name. A star is left out.
    package func names(_ key: SyntaxKey) -> [String] {
        list(key).compactMap { $0.kind == .string ? $0.string(.sval) ?? "" : nil }
    }

    package struct Children: Sequence, IteratorProtocol, Sendable {
        let tree: SyntaxTree
        var head: Int32

        package mutating func next() -> SyntaxNode? {
            guard head >= 0 else { return nil }
            defer { head = tree.slots[Int(head)].nextSibling }
            return SyntaxNode(tree: tree, index: head)
        }

        package var first: SyntaxNode? { head >= 0 ? SyntaxNode(tree: tree, index: head) : nil }
        package var isEmpty: Bool { head < 0 }
        package var count: Int { reduce(0) { count, _ in count + 1 } }
    }
}
