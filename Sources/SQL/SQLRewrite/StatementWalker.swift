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
    /// See `Rewriter.Draft`.
    var parameterTypes: [UInt32] = []

    var analysis = StatementAnalysis(kinds: [])
    var edits: [Edit] = []
    var references: [Reference] = []
    /// Protected relations that are read through their mask.
    var masked: Set<QualifiedName> = []
    /// The names by which the statement calls them: a reference to one is the whole masked row.
    var maskedAliases: Set<String> = []
    /// By what else masked values come in.
    var maskedEntries = MaskedEntries()
    /// Writes that must not depend on them.
    var maskless: [SyntaxNode] = []
    /// Calls of functions that leave something behind.
    var storing: [SyntaxNode] = []
    /// Every relation that is read or written.
    var touched: [QualifiedName: Relation] = [:]
    /// By masked tables; those of the statements before it in the text count, too.
    var writtenBytes = 0
    /// Whether the statement writes to a relation that carries PHI.
    var writesProtected = false
    /// The raw rows in sight, outermost first.
    var rawScopes: [RawScope] = []
    /// What the FROM of a SELECT offers, where it was asked for.
    var nameScopes: [Int32: NameScope] = [:]
    /// SELECTs with raw rows in sight whose FROM, or WITH, is being walked: what it offers is not in sight there.
    var unseen: Set<Int32> = []
    /// Offsets of references that are written so that no index answers for them.
    var guarded: Set<Int> = []
    /// The WITH queries in sight.
    var ctes = VisibleQueries()
    var clause = Clause.output
    /// In a definition, outside its queries: relations are named, not read.
    var isNaming = false
    /// The definition being walked.
    var definition: SyntaxNode?
    /// It makes a view that does not call itself temporary: every name in it is written out.
    var makesLastingView = false
    /// A temporary relation was read.
    var readsOwn = false
    /// The SELECTs that are open, outermost first.
    var selects: [SyntaxNode] = []
    var depth: Int { selects.count }
    /// Lookups found in the WHERE of the SELECT being walked, by the node of the relation they belong to.
    var lookups: [Int32: [String]] = [:]
    /// The condition of a write looks a value up in its own target.
    var looksUpOwn = false
    /// References that a lookup, a write's own lookup or an edit has dealt with.
    var settled: Set<Int32> = []
    /// The statement stands by itself: RETURNING can be moved.
    var canMoveReturning = false
    /// The SELECT that may have INTO.
    var copying: Int32?
    /// A table of the session's or the transaction's own is read or written.
    var touchesOwn = false
    /// Of what a temporary view shows the catalog knows the relations, not how they come together.
    var touchesTemporaryView = false
    /// Something that may hold masks and is no protected table: the first that was read.
    var copyRead: String?
    /// With the SELECTs around each.
    var comparisons: [(node: SyntaxNode, selects: [SyntaxNode])] = []
    /// Names in attribute notation that a user-defined function also has.
    var attributes: [Attribute] = []
    /// Names that were asked for: whether every relation has a column of that name.
    var columnsOfAll: [String: Bool] = [:]

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
        /// The columns that the role may see as they are.
        var visible: Set<String>
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

    /// Visits a node that is not a statement of its own, and everything in it.
    func walk(_ node: SyntaxNode) throws(RewriteRefusal) {
        if try !visit(node) { try walkChildren(node) }
    }

    func walkChildren(_ node: SyntaxNode) throws(RewriteRefusal) {
        try node.walk { inner throws(RewriteRefusal) in try visit(inner) }
    }

    /// - Returns: whether everything in it has been visited, too.
    private func visit(_ node: SyntaxNode) throws(RewriteRefusal) -> Bool {
        if rewriter.code.mistrustsOperators { for name in node.impliedOperators { try checkOperator([name]) } }
        switch node.kind {
        case .selectStmtNode: try select(node)
        case .insertStmt: try insert(node)
        case .updateStmt: try update(node)
        case .deleteStmt: try delete(node)
        case .mergeStmt: try merge(node)
        case .rangeVar: if isNaming { try checkDefining(node) } else { try readRelation(node) }
        case .rangeTableSample: try readSample(node)
        case .joinExpr: try join(node)
        case .subLink: try subLink(node)
        case .funcCall: try functionCall(node)
        case .returningOption:
            throw RewriteRefusal(
                "returning-options", "RETURNING WITH (OLD AS …, NEW AS …) is not understood by this lane",
                hint: "leave WITH (…) out")
        case .aExpr:
            if !isVerifying { try checkOperator(node.names(.name)) }
            noteComparison(node)
            return false
        case .nullTest:
            noteComparison(node)
            return false
        case .columnRef: if !isVerifying { try note(node) }
        case .aIndirection:
            for step in node.list(.indirection) where step.kind == .string {
                try checkAttribute(step.string(.sval), of: nil)
            }
            return false
        case .typeNameNode:
            if !isVerifying { try checkType(node) }
            return false
        // FOR UPDATE OF names an alias, not a relation.
        case .lockingClauseNode: break
        default:
            if node.key == .exclusions { try checkExclusions(node) }
            if node.key == .useOp { try checkOperator(node.children.compactMap { $0.string(.sval) }) }
            return false
        }
        return true
    }

    private func note(_ reference: SyntaxNode) throws(RewriteRefusal) {
        references.append(Reference(node: reference, clause: clause, depth: depth))
        try checkRaw(reference)
        let names = reference.names(.fields)
        if names.count > 1 { try checkAttribute(names.last, of: names[names.count - 2]) }
    }

    func walk(_ node: SyntaxNode?, as inner: Clause) throws(RewriteRefusal) {
        guard let node else { return }
        let outer = clause
        // RETURNING keeps its name all the way down.
        if clause == .output || clause == .predicate { clause = inner }
        try walk(node)
        clause = outer
    }

    // MARK: queries

    func select(_ node: SyntaxNode) throws(RewriteRefusal) {
        let level = ctes.level
        defer { ctes.close(to: level) }
        let outer = clause
        defer { clause = outer }
        selects.append(node)
        defer { selects.removeLast() }
        let wasNaming = isNaming
        isNaming = false
        defer { isNaming = wasNaming }
        if let with = node[.withClause] { try beforeFrom(of: node) { () throws(RewriteRefusal) in try openWith(with) } }
        if !isVerifying {
            try findLookups(node)
            expandGroups(node)
        }
        for child in node.children {
            switch child.key {
            case .withClause: continue
            case .fromClause: try beforeFrom(of: node) { () throws(RewriteRefusal) in try walk(child) }
            case .intoClause:
                if node.index == copying { continue }
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

    /// What FROM offers is not in sight in itself, nor in WITH.
    private func beforeFrom(
        of select: SyntaxNode, _ walk: () throws(RewriteRefusal) -> Void
    ) throws(RewriteRefusal) {
        guard !rawScopes.isEmpty else { return try walk() }
        unseen.insert(select.index)
        defer { unseen.remove(select.index) }
        try walk()
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
        ctes.open(isRecursive ? all : [])
        for cte in with.list(.ctes) {
            let outer = clause
            clause = .output
            try walkChildren(cte)
            clause = outer
            if !isRecursive, let name = cte.string(.ctename) { ctes.add(name) }
        }
    }

    private func join(_ node: SyntaxNode) throws(RewriteRefusal) {
        for child in node.children {
            if child.key == .quals { try walk(child, as: .predicate) } else { try walk(child) }
        }
        for name in node.names(.usingClause) { noteMaskedName(name) }
        maskedEntries.note(join: node) { name in masked.contains { protection.masks[$0]?[name] != nil } }
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
