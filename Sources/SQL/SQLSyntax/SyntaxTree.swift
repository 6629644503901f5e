/// PostgreSQL's parse tree of one text as a flat arena: behind the slot of every node come those of all nodes in it, in
/// order, and the slot knows where they end. Walks visit whatever stands there; a node kind that nobody here has heard
/// of is a node like any other.
package final class SyntaxTree: Sendable {
    package struct Slot: Sendable {
        package enum Shape: Sendable { case object, list, string, integer, boolean }
        package var shape: Shape
        /// The field that the node stands in; `other` for list elements and unlisted fields.
        package var key: SyntaxKey
        /// The node kind of an object; `other` where the tree names none.
        package var kind: SyntaxKey
        /// The first slot behind the node and everything in it.
        package var end: Int32
        /// Integers and booleans (0, 1): the value. Strings: an index into `strings`.
        package var value: Int = 0

        package init(shape: Shape, key: SyntaxKey, kind: SyntaxKey = .other, end: Int32, value: Int = 0) {
            self.shape = shape
            self.key = key
            self.kind = kind
            self.end = end
            self.value = value
        }
    }

    package let slots: [Slot]
    package let strings: [String]

    /// Slot 0 is the root, and holds all others.
    package init(slots: [Slot], strings: [String]) {
        self.slots = slots
        self.strings = strings
    }

    package var root: SyntaxNode { SyntaxNode(tree: self, index: 0) }
}
