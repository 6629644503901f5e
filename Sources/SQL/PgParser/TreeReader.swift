import CPgQuery
import Policy
import SQLSyntax

/// Takes the parser's tree over into a `SyntaxTree`.
package struct TreeReader {
    /// Levels as libpg_query's JSON has them; one operator is about three. A walk recurses as deep as this.
    package static let depthLimit = 3_000

    private let server: ServerVersion
    private let names = TreeNames.shared
    private var text: UnsafeBufferPointer<UInt8>
    private var slots: [SyntaxTree.Slot] = []
    private var strings: [String] = []

    private init(_ tree: PgTree, _ server: ServerVersion) {
        self.server = server
        text = UnsafeRawBufferPointer(start: tree.text, count: tree.text_length).assumingMemoryBound(to: UInt8.self)
        slots.reserveCapacity(Int(tree.slots_count))
    }

    /// - Parameter text: ends with a NUL.
    /// - Throws: where PostgreSQL does not parse the text, or its tree nests too deeply, or names what `server` does not
    ///   have.
    static func read(_ text: UnsafePointer<CChar>, for server: ServerVersion) throws(SyntaxFailure) -> SyntaxTree {
        let tree = pg_tree_parse(text, Int32(depthLimit))
        defer { pg_tree_free(tree) }
        if tree.status == PG_TREE_FAILED { throw SyntaxFailure(tree.error?.pointee) }
        var reader = TreeReader(tree, server)
        try reader.append(UnsafeBufferPointer(start: tree.slots, count: Int(tree.slots_count)))
        switch tree.status {
        case PG_TREE_WRITTEN: break
        case PG_TREE_TOO_DEEP: throw SyntaxFailure(sqlState: "54001", message: "statement nests too deeply")
        default: throw malformed
        }
        let result = SyntaxTree(slots: reader.slots, strings: reader.strings)
        var bits: UInt8 = 0
        for byte in UnsafeRawBufferPointer(start: tree.text, count: tree.text_length) { bits |= byte }
        if bits >= 0x80 { try requireComposedNames(result) }
        return result
    }

    private mutating func append(_ written: UnsafeBufferPointer<PgTreeSlot>) throws(SyntaxFailure) {
        for slot in written {
            let field = names.entries[Int(slot.key)]
            if field.since > server.major { try names.requireKnown(slot.key, to: server) }
            switch PgTreeShape(UInt32(slot.shape)) {
            case PG_TREE_NODE:
                let kind = names.entries[Int(slot.kind)]
                if kind.since > server.major { try names.requireKnown(slot.kind, to: server) }
                append(.object, field.key, kind.key, slot)
            case PG_TREE_FIXED_NODE: append(.object, field.key, names.entries[Int(slot.kind)].fixedKind, slot)
            case PG_TREE_LIST: append(.list, field.key, .other, slot)
            case PG_TREE_STRING:
                appendLeaf(.string, field.key, strings.count)
                try appendString(length: Int(slot.value))
            case PG_TREE_INTEGER: appendLeaf(.integer, field.key, Int(slot.value))
            case PG_TREE_BOOLEAN: appendLeaf(.boolean, field.key, Int(slot.value))
            default: throw Self.malformed
            }
        }
    }

    private mutating func append(
        _ shape: SyntaxTree.Slot.Shape, _ key: SyntaxKey, _ kind: SyntaxKey, _ slot: PgTreeSlot
    ) {
        slots.append(SyntaxTree.Slot(shape: shape, key: key, kind: kind, end: Int32(truncatingIfNeeded: slot.value)))
    }

    private mutating func appendLeaf(_ shape: SyntaxTree.Slot.Shape, _ key: SyntaxKey, _ value: Int) {
        slots.append(SyntaxTree.Slot(shape: shape, key: key, end: Int32(slots.count + 1), value: value))
    }

    private mutating func appendString(length: Int) throws(SyntaxFailure) {
        guard length <= text.count else { throw Self.malformed }
        strings.append(String(decoding: UnsafeBufferPointer(rebasing: text[..<length]), as: UTF8.self))
        text = UnsafeBufferPointer(rebasing: text[length...])
    }

    /// Constants are data, and fields that are not listed are read by nobody; every other string is a name.
    private static func requireComposedNames(_ tree: SyntaxTree) throws(SyntaxFailure) {
        var constants: Set<Int32> = []
        for index in tree.slots.indices where tree.slots[index].kind == .aConst {
            let constant = SyntaxNode(tree: tree, index: Int32(index))
            if let text = constant[.sval]?[.sval] { constants.insert(text.index) }
        }
        for (index, slot) in tree.slots.enumerated() where slot.shape == .string && slot.key != .other {
            let name = tree.strings[slot.value]
            guard name.isComposed || constants.contains(Int32(index)) else {
                throw SyntaxFailure(sqlState: "42602", message: "name \(SQLName.Malformed.decomposed(part: name))")
            }
        }
    }

    private static var malformed: SyntaxFailure {
        SyntaxFailure(sqlState: "XX000", message: "the parser's output could not be read")
    }
}
