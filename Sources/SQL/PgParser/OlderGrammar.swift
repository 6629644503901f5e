import SQLSyntax

/// What PostgreSQL 18's grammar makes of a text, as the grammar of an older server has it: a text that only the newer
/// one reads is refused, and one that both read otherwise is given the older tree or refused, too. `NewerSyntax` has
/// the names that say all by themselves; the trees and tokens here look as if they were old.
///
/// Some syntax leaves a tree that older syntax has, too. It is judged right, and the server refuses it:
/// `ListedDifference.leftToTheServer` of the tests has all of it.
struct OlderGrammar {
    private let server: ServerVersion
    private let parsed: ParsedText
    /// Names that the tree has too many, as places of their slots, in order.
    private var dropped: [Range<Int>] = []

    init(_ server: ServerVersion, _ parsed: ParsedText) {
        self.server = server
        self.parsed = parsed
    }

    consuming func reading() throws(SyntaxFailure) -> ParsedText {
        if server.major < 16 { try checkCharacters() }
        let slots = parsed.tree.slots
        for index in slots.indices where slots[index].shape == .object && slots[index].kind != .other {
            let node = SyntaxNode(tree: parsed.tree, index: Int32(index))
            if let newer = newer(node), newer.since > server.major { throw SyntaxFailure(newer, server: server) }
            if server.major < 17 { try restoreNames(node) }
        }
        return dropped.isEmpty ? parsed : ParsedText(bytes: parsed.bytes, tokens: parsed.tokens, tree: remaining)
    }

    // MARK: characters

    /// 14 reads `1_000` as 1 AS _000, and `0x1F` as 0 AS x1f.
    private func checkCharacters() throws(SyntaxFailure) {
        // In a literal it is a character like any other.
        let quoted = parsed.tokens.lazy.filter { $0.kind == .string }.map { parsed.text($0).count { $0 == 0x0B } }
        if parsed.bytes.contains(0x0B), parsed.bytes.count(where: { $0 == 0x0B }) != quoted.reduce(0, +) {
            throw SyntaxFailure(NewerSyntax("vertical tab between words", since: 16), server: server)
        }
        for token in parsed.tokens where token.kind == .number {
            let digits = parsed.text(token)
            if digits.contains(UInt8(ascii: "_")) {
                throw SyntaxFailure(NewerSyntax("number with underscores", since: 16), server: server)
            }
            if let second = digits.dropFirst().first, [0x62, 0x6F, 0x78].contains(second | 0x20) {
                throw SyntaxFailure(NewerSyntax("binary, octal or hexadecimal number", since: 16), server: server)
            }
        }
    }

    // MARK: words that were names

    /// Words that became syntax of their own, and stand in the tree as what pg_catalog has, whatever the search path
    /// would have found: before, they were names like any other.
    private mutating func restoreNames(_ node: SyntaxNode) throws(SyntaxFailure) {
        switch node.kind {
        case .typeNameNode:
            if Array(node.names(.names)) == ["pg_catalog", "json"], isWord(node, "json") {
                dropFirst(of: node[.names])
            }
        case .funcCall:
            switch node.names(.funcname) {
            case ["pg_catalog", "json_object"]:
                if server.major < 16, isWord(node, "json_object") { dropFirst(of: node[.funcname]) }
            case ["pg_catalog", "system_user"]:
                if server.major < 16, isWord(node, "system_user") {
                    throw SyntaxFailure(NewerSyntax("SYSTEM_USER", since: 16), server: server)
                }
            case ["pg_catalog", "timezone"]:
                // The parser gives this one no place.
                if node.int(.location) == -1, node.list(.args).count == 1 {
                    throw SyntaxFailure(NewerSyntax("AT LOCAL", since: 17), server: server)
                }
            default: break
            }
        default: break
        }
    }

    /// Whether the node begins with this word, unquoted.
    private func isWord(_ node: SyntaxNode, _ word: StaticString) -> Bool {
        guard let location = node.location else { return false }
        let index = parsed.tokenIndex(at: location)
        return parsed.isToken(index, word) && parsed.tokens[index].start == location
    }

    private mutating func dropFirst(of list: SyntaxNode?) {
        guard let list, let first = list.children.first else { return }
        dropped.append(Int(first.index)..<Int(first.slot.end))
    }

    private var remaining: SyntaxTree {
        var slots: [SyntaxTree.Slot] = []
        // Where each slot, and the end, stands when those before it are gone.
        var places: [Int32] = []
        var next = dropped[...]
        for (index, slot) in parsed.tree.slots.enumerated() {
            places.append(Int32(slots.count))
            while let range = next.first, range.upperBound <= index { next.removeFirst() }
            if next.first?.contains(index) != true { slots.append(slot) }
        }
        places.append(Int32(slots.count))
        for index in slots.indices { slots[index].end = places[Int(slots[index].end)] }
        return SyntaxTree(slots: slots, strings: parsed.tree.strings)
    }

    // MARK: trees

    /// The newest thing that the node says by what it has, or has not.
    private func newer(_ node: SyntaxNode) -> NewerSyntax? {
        switch node.kind {
        case .rangeSubselect:
            node[.alias] == nil ? NewerSyntax("subquery in FROM without an alias", since: 16) : nil
        case .mergeStmt: node[.returningList] == nil ? nil : NewerSyntax("MERGE … RETURNING", since: 17)
        case .mergeWhenClause:
            node.string(.matchKind) == "MERGE_WHEN_NOT_MATCHED_BY_SOURCE"
                ? NewerSyntax("WHEN NOT MATCHED BY SOURCE", since: 17) : nil
        case .constraint: Self.newer(constraint: node)
        case .alterTableCmd: Self.newer(command: node)
        case .createStmt, .createForeignTableStmt:
            (node[.base] ?? node).list(.tableElts).contains(where: Self.isNotNull)
                ? NewerSyntax("NOT NULL as a constraint of a table", since: 18) : nil
        case .alterDomainStmt:
            node[.def].map(Self.isNotNull) ?? false ? NewerSyntax("ALTER DOMAIN … ADD NOT NULL", since: 17) : nil
        case .createSeqStmt, .alterSeqStmt:
            node.list(.options).contains { ["logged", "unlogged"].contains($0.string(.defname)) }
                ? NewerSyntax("LOGGED and UNLOGGED as options of a sequence", since: 17) : nil
        default: Self.newer(rare: node)
        }
    }

    private static func isNotNull(_ node: SyntaxNode) -> Bool {
        node.kind == .constraint && node.string(.contype) == "CONSTR_NOTNULL"
    }

    private static func newer(constraint: SyntaxNode) -> NewerSyntax? {
        switch constraint.string(.contype) {
        case "CONSTR_GENERATED":
            constraint.string(.generatedKind) == "v" ? NewerSyntax("virtual generated columns", since: 18) : nil
        case "CONSTR_NOTNULL":
            constraint.bool(.isNoInherit) ? NewerSyntax("NOT NULL … NO INHERIT", since: 18) : nil
        case "CONSTR_CHECK", "CONSTR_FOREIGN":
            constraint.bool(.isEnforced) ? nil : NewerSyntax("NOT ENFORCED", since: 18)
        case "CONSTR_ATTR_ENFORCED", "CONSTR_ATTR_NOT_ENFORCED": NewerSyntax("ENFORCED", since: 18)
        default: nil
        }
    }

    private static func newer(command: SyntaxNode) -> NewerSyntax? {
        switch command.string(.subtype) {
        case "AT_SetExpression": NewerSyntax("SET EXPRESSION", since: 17)
        case "AT_SetStatistics": command[.def] == nil ? NewerSyntax("SET STATISTICS DEFAULT", since: 17) : nil
        case "AT_SetAccessMethod":
            command[.name] == nil
                ? NewerSyntax("SET ACCESS METHOD DEFAULT", since: 17)
                : NewerSyntax("SET ACCESS METHOD", since: 15)
        case "AT_AddConstraint":
            command[.def].map(isNotNull) ?? false ? NewerSyntax("NOT NULL as a constraint of a table", since: 18) : nil
        default: nil
        }
    }

    private static func newer(rare node: SyntaxNode) -> NewerSyntax? {
        switch node.kind {
        case .reindexStmt:
            node[.name] == nil && node[.relation] == nil ? NewerSyntax("REINDEX without a name", since: 16) : nil
        case .createStatsStmt:
            node.list(.defnames).isEmpty ? NewerSyntax("CREATE STATISTICS without a name", since: 16) : nil
        case .grantRoleStmt:
            node.list(.opt).contains { $0.string(.defname) != "admin" }
                ? NewerSyntax("options of a granted role but ADMIN", since: 16) : nil
        case .alterStatsStmt:
            node[.stxstattarget] == nil ? NewerSyntax("SET STATISTICS DEFAULT", since: 17) : nil
        case .vacuumRelation:
            node[.relation].map { !$0.bool(.inh) } ?? false
                ? NewerSyntax("ONLY for VACUUM and ANALYZE", since: 18) : nil
        case .alterDefaultPrivilegesStmt:
            node[.action]?.string(.objectType) == "OBJECT_LARGEOBJECT"
                ? NewerSyntax("default privileges of large objects", since: 18) : nil
        case .alterSubscriptionStmt:
            node.string(.kind) == "ALTER_SUBSCRIPTION_SKIP" ? NewerSyntax("ALTER SUBSCRIPTION … SKIP", since: 15) : nil
        case .grantStmt:
            node.string(.objectType) == "OBJECT_PARAMETER_ACL"
                ? NewerSyntax("privileges of parameters", since: 15) : nil
        case .publicationObjSpec:
            node.string(.pubobjtype) != "PUBLICATIONOBJ_TABLE" || node[.pubtable]?[.columns] != nil
                || node[.pubtable]?[.whereClause] != nil
                ? NewerSyntax("schemas, columns and conditions of a publication", since: 15) : nil
        default: nil
        }
    }
}
