import SQLSyntax

/// What of a tree anybody here can read: kinds, listed fields, their values and places.
struct ReadableTree {
    private let parsed: ParsedText
    private var lines: [String] = []

    /// - Parameter parsed: the text, by whichever grammar: places are compared by its tokens.
    static func lines(_ tree: SyntaxTree, _ parsed: ParsedText) -> [String] {
        var readable = ReadableTree(parsed: parsed)
        readable.write(tree.root, depth: 0)
        return readable.lines
    }

    private init(parsed: ParsedText) { self.parsed = parsed }

    /// Fields that only `OlderGrammar` reads, to tell versions apart; places of statements, which are looked at here.
    private static let left: Set<SyntaxKey> = [
        .matchKind, .opt, .isEnforced, .stxstattarget, .generatedKind, .isNoInherit, .stmtLocation, .stmtLen,
    ]
    /// Kinds that had no place of their own once, and of which nobody asks for it.
    private static let placeless: Set<SyntaxKey> = [
        .other, .deallocateStmt, .variableSetStmt, .transactionStmt, .defElem,
    ]

    private mutating func write(_ node: SyntaxNode, depth: Int) {
        if node[.stmt] != nil {
            // White space before a statement belonged to it once.
            let start = node.int(.stmtLocation) ?? 0
            let end = node.int(.stmtLen).map { start + $0 } ?? parsed.bytes.count
            lines.append("statement \(parsed.tokenIndex(at: start)) \(parsed.tokenIndex(at: end))")
        }
        // The order of fields is the order of C's structs.
        for child in node.isObject ? node.children.sorted(by: Self.isBefore) : Array(node.children) {
            let slot = child.tree.slots[Int(child.index)]
            let isScalar = slot.shape != .object && slot.shape != .list
            if Self.left.contains(child.key) || isScalar && child.key == .other { continue }
            if child.key == .location, Self.placeless.contains(node.kind) { continue }
            // 15 leaves negative ones out.
            if child.key == .ival, let value = child.intValue, value < 0 { continue }
            let value = child.stringValue ?? (isScalar ? "\(slot.value)" : "")
            lines.append("\(depth) \(child.key.rawValue) \(child.kind.rawValue) \(value)")
            write(child, depth: depth + 1)
        }
    }

    private static func isBefore(_ left: SyntaxNode, _ right: SyntaxNode) -> Bool {
        left.key.rawValue < right.key.rawValue
    }
}
