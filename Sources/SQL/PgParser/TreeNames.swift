import CPgQuery
import SQLSyntax

/// What is known of the names in the parser's tree, by the numbers that `CPgQuery`'s tree_writer.c gives them.
struct TreeNames: Sendable {
    struct Entry: Sendable {
        /// `other` where nobody asks for it.
        var key: SyntaxKey
        /// What a node is that stands in a field which takes nothing else.
        var fixedKind: SyntaxKey
        /// The first major version whose grammar has it; 0 where every supported one does.
        var since = 0
    }

    static let shared = TreeNames()

    let entries: [Entry]
    private let newer: [Int: NewerSyntax]

    /// Such nodes have no kind in libpg_query's JSON, and those that nobody asks for have none in the tree.
    private static let fixedKinds: Set<SyntaxKey> = [
        .aliasNode, .rangeVar, .selectStmtNode, .typeNameNode, .variableSetStmt, .withClauseNode,
    ]

    private init() {
        var length = 0
        let start = pg_tree_names(&length)
        let text = UnsafeRawBufferPointer(start: start, count: length).dropLast()
        // `SyntaxKey(rawValue:)` would compare with each.
        let keys = Dictionary(uniqueKeysWithValues: SyntaxKey.allCases.map { ($0.rawValue, $0) })
        var entries: [Entry] = []
        var newer: [Int: NewerSyntax] = [:]
        for bytes in text.split(separator: 0, omittingEmptySubsequences: false) {
            let name = String(decoding: bytes, as: UTF8.self)
            let key = keys[name] ?? .other
            var entry = Entry(key: key, fixedKind: Self.fixedKinds.contains(key) ? key : .other)
            if let syntax = NewerSyntax(of: name) {
                newer[entries.count] = syntax
                entry.since = syntax.since
            }
            entries.append(entry)
        }
        self.entries = entries
        self.newer = newer
    }

    func requireKnown(_ number: UInt16, to server: ServerVersion) throws(SyntaxFailure) {
        if let syntax = newer[Int(number)], syntax.since > server.major { throw SyntaxFailure(syntax, server: server) }
    }
}
