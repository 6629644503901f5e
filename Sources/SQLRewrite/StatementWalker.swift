import Policy
import SQLSyntax

/// Walks one statement: visits every node, whatever its kind, and collects edits and facts. The second walk, over the
/// finished text, only checks that every protected relation stands where our own text put it.
final class StatementWalker {
    /// Where a column reference stands.
    enum Clause: Equatable {
        case output
        /// Decides which rows, or their order.
        case predicate
        /// RETURNING of a write.
        case returning
        /// ON CONFLICT of an INSERT.
        case onConflict
    }

    struct Reference {
        var node: SyntaxNode
        var clause: Clause
        /// How many SELECTs deep, counted from the statement.
        var depth: Int
    }

    let rewriter: Rewriter
    let parsed: ParsedText
    let names: NameEnvironment
    let range: Range<Int>
    /// The walk over the finished text: offsets at which a protected relation may stand raw.
    let verifying: Set<Int>?

    var analysis = StatementAnalysis(kinds: [])
    var edits: [Edit] = []
    var references: [Reference] = []
    /// Protected relations that are read through their mask.
    var masked: Set<QualifiedName> = []
    /// The names by which the statement calls them: a reference to one is the whole masked row.
    var maskedAliases: Set<String> = []
    /// Every relation that is read or written, for attribute notation.
    var touched: [Relation] = []
    /// Targets of writes that carry PHI: they stay raw.
    var rawTargets: [RawTarget] = []
    var ctes: [[String]] = []
    var clause = Clause.output
    /// The kind of the definition being walked.
    var definition: SyntaxKey?
    /// The SELECTs that are open, outermost first.
    var selects: [SyntaxNode] = []
    var depth: Int { selects.count }
    /// Lookups found in the WHERE of the SELECT being walked, by the node of the relation they belong to.
    var lookups: [Int32: [String]] = [:]
    /// References that a lookup, a write's own lookup or an edit has dealt with.
    var settled: Set<Int32> = []
    /// The statement stands by itself: RETURNING can be moved.
    var canMoveReturning = false
    /// Names in attribute notation that a user-defined function also has.
    var attributes: [Attribute] = []

    /// `x.f`, which may call f.
    struct Attribute {
        var name: String
        var qualifier: String?
    }

    struct RawTarget {
        var relation: Relation
        /// The name by which the statement calls it.
        var alias: String
        var masks: [String: ColumnMask]
        var isInsert: Bool
        /// A view, and some of what it shows of protected columns is computed.
        var hidesExpressions = false
    }

    init(
        _ rewriter: Rewriter, _ parsed: ParsedText, _ names: NameEnvironment, range: Range<Int>,
        verifying: Set<Int>? = nil
    ) {
        self.rewriter = rewriter
        self.parsed = parsed
        self.names = names
        self.range = range
        self.verifying = verifying
    }

    var catalog: Catalog { rewriter.catalog }
    var protection: ProtectionMap { rewriter.protection }
    var isVerifying: Bool { verifying != nil }

    /// Visits a node that is not a statement of its own, and everything below it.
    func walk(_ node: SyntaxNode) throws(RewriteRefusal) {
        for name in node.impliedOperators { try checkOperator([name]) }
        switch node.kind {
        case .selectStmtNode: try select(node)
        case .insertStmt: try insert(node)
        case .updateStmt: try update(node)
        case .deleteStmt: try delete(node)
        case .mergeStmt: try merge(node)
        case .rangeVar: try readRelation(node)
        case .rangeTableSample: try readSample(node)
        case .joinExpr: try join(node)
        case .subLink: try subLink(node)
        case .funcCall: try functionCall(node)
        case .aExpr:
            try checkOperator(node.names(.name))
            try walkChildren(node)
        case .columnRef:
            references.append(Reference(node: node, clause: clause, depth: depth))
            let names = node.names(.fields)
            if names.count > 1 { try checkAttribute(names.last, of: names[names.count - 2]) }
        case .aIndirection:
            for step in node.list(.indirection) where step.kind == .string {
                try checkAttribute(step.string(.sval), of: nil)
            }
            try walkChildren(node)
        case .typeNameNode:
            try checkType(node)
            try walkChildren(node)
        // FOR UPDATE OF names an alias, not a relation.
        case .lockingClauseNode: return
        default:
            if node.key == .useOp { try checkOperator(node.children.compactMap { $0.string(.sval) }) }
            try walkChildren(node)
        }
    }

    func walkChildren(_ node: SyntaxNode) throws(RewriteRefusal) {
        for child in node.children { try walk(child) }
    }

    func walk(_ node: SyntaxNode?, as inner: Clause) throws(RewriteRefusal) {
        guard let node else { return }
        let outer = clause
        // RETURNING and ON CONFLICT keep their name all the way down.
        if clause == .output || clause == .predicate { clause = inner }
        try walk(node)
        clause = outer
    }

    // MARK: queries

    func select(_ node: SyntaxNode) throws(RewriteRefusal) {
        let levels = ctes.count
        defer { ctes.removeLast(ctes.count - levels) }
        let outer = clause
        defer { clause = outer }
        selects.append(node)
        defer { selects.removeLast() }
        if let with = node[.withClause] { try openWith(with) }
        if !isVerifying {
            try findLookups(node)
            expandGroups(node)
        }
        for child in node.children {
            switch child.key {
            case .withClause: continue
            case .intoClause:
                throw RewriteRefusal(
                    "select-into", "SELECT INTO inside another statement is not supported",
                    hint: "use CREATE TABLE AS at the top level")
            case .whereClause, .groupClause, .havingClause, .sortClause, .windowClause, .limitCount, .limitOffset:
                try walk(child, as: .predicate)
            case .distinctClause:
                try walk(child, as: .predicate)
                notePlainDistinct(child, of: node)
            default: try walk(child)
            }
        }
    }

    // SELECT DISTINCT: the whole select list decides.
    private func notePlainDistinct(_ clause: SyntaxNode, of select: SyntaxNode) {
        guard clause.children.allSatisfy({ $0.children.isEmpty }) else { return }
        for target in select.list(.targetList) {
            if let value = target[.val], value.kind == .columnRef {
                references.append(Reference(node: value, clause: .predicate, depth: depth))
            }
        }
    }

    /// Opens the scope of a WITH and visits its queries. Without RECURSIVE a query sees only those before it.
    func openWith(_ with: SyntaxNode) throws(RewriteRefusal) {
        let all = with.list(.ctes).compactMap { $0.string(.ctename) }
        let isRecursive = with.bool(.cterecursive)
        ctes.append(isRecursive ? all : [])
        let level = ctes.count - 1
        for cte in with.list(.ctes) {
            let outer = clause
            clause = .output
            try walkChildren(cte)
            clause = outer
            if !isRecursive, let name = cte.string(.ctename) { ctes[level].append(name) }
        }
    }

    func isCTE(_ name: String) -> Bool { ctes.contains { $0.contains(name) } }

    private func join(_ node: SyntaxNode) throws(RewriteRefusal) {
        for child in node.children {
            if child.key == .quals { try walk(child, as: .predicate) } else { try walk(child) }
        }
        for name in node.names(.usingClause) { noteMaskedName(name) }
    }

    private func subLink(_ node: SyntaxNode) throws(RewriteRefusal) {
        for child in node.children {
            if child.key == .operName { try checkOperator(child.children.compactMap { $0.string(.sval) }) }
            try walk(child)
        }
    }

    // MARK: facts

    func noteMaskedName(_ name: String) {
        for relation in masked where protection.masks[relation]?[name] != nil {
            analysis.maskedInPredicates.insert("\(relation).\(name)")
        }
    }
}
