/// One node of a `SyntaxTree`.
package struct SyntaxNode: Sendable {
    package let tree: SyntaxTree
    package let index: Int32

    @inlinable package init(tree: SyntaxTree, index: Int32) {
        self.tree = tree
        self.index = index
    }

    @inlinable package var slot: SyntaxTree.Slot { tree.slots[Int(index)] }

    @inlinable package var kind: SyntaxKey { slot.kind }
    @inlinable package var key: SyntaxKey { slot.key }
    package var isObject: Bool { slot.shape == .object }

    /// The first child that stands in field `key`.
    package subscript(key: SyntaxKey) -> SyntaxNode? {
        let end = slot.end
        var child = index + 1
        while child < end {
            let slot = tree.slots[Int(child)]
            if slot.key == key { return SyntaxNode(tree: tree, index: child) }
            child = slot.end
        }
        return nil
    }

    @inlinable package var children: Children { Children(tree: tree, head: index + 1, end: slot.end) }

    /// The elements of a list field; empty where the field is missing.
    package func list(_ key: SyntaxKey) -> Children { self[key]?.children ?? Children(tree: tree, head: 0, end: 0) }

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
        @usableFromInline let tree: SyntaxTree
        @usableFromInline var head: Int32
        @usableFromInline let end: Int32

        @inlinable init(tree: SyntaxTree, head: Int32, end: Int32) {
            self.tree = tree
            self.head = head
            self.end = end
        }

        @inlinable package mutating func next() -> SyntaxNode? {
            guard head < end else { return nil }
            defer { head = tree.slots[Int(head)].end }
            return SyntaxNode(tree: tree, index: head)
        }

        package var first: SyntaxNode? { isEmpty ? nil : SyntaxNode(tree: tree, index: head) }
        package var isEmpty: Bool { head >= end }
        package var count: Int { reduce(0) { count, _ in count + 1 } }
    }
}

// MARK: everything in a node

extension SyntaxNode {
    /// Visits all nodes in this one, to any depth, in order.
    /// - Parameter visit: whether what is in the node has been dealt with, and is passed over.
    @inlinable @inline(__always)
    package func walk<Failure>(_ visit: (SyntaxNode) throws(Failure) -> Bool) throws(Failure) {
        let end = slot.end
        var inner = index + 1
        while inner < end {
            let node = SyntaxNode(tree: tree, index: inner)
            inner = try visit(node) ? node.slot.end : inner + 1
        }
    }

    /// Whether it or a node in it is wanted; all of them are asked.
    @inlinable @inline(__always)
    package func contains(where isWanted: (SyntaxNode) -> Bool) -> Bool {
        (index..<slot.end).contains { isWanted(SyntaxNode(tree: tree, index: $0)) }
    }
}
