import Policy
import SQLSyntax

/// One walk over a statement for its facts. It refuses nothing: what is not understood touches what is not known.
package final class FactsWalk {
    /// What a relation's name stands for.
    enum Meaning {
        case query
        case own(String)
        case relation(QualifiedName)
        case unknown
    }

    let reader: StatementFactsReader
    let parsed: ParsedText
    /// The statement's first byte, or what stands before that.
    let start: Int
    let names: NameEnvironment
    /// It changes only what is the session's own.
    let isOwn: Bool
    var reading = StatementReading(facts: StatementFacts(kinds: []))
    var ctes = VisibleQueries()
    /// The schema of CREATE SCHEMA, in which its elements are made.
    var schema: String?
    /// Names are written out that could mean one thing only, too.
    var spellsAll = false
    /// What every WITH so far names, by name.
    var queries: [String: [SyntaxNode]] = [:]
    /// The innermost that is open.
    private var select: SyntaxNode?
    /// The relations whose parts have been added.
    private var spread: Set<QualifiedName> = []

    init(
        _ reader: StatementFactsReader, _ parsed: ParsedText, start: Int, _ names: NameEnvironment, isOwn: Bool = false
    ) {
        self.reader = reader
        self.parsed = parsed
        self.start = start
        self.names = names
        self.isOwn = isOwn
    }

    var catalog: Catalog { reader.catalog }

    // MARK: statements

    func statement(_ node: SyntaxNode) {
        if let kind = node.statementKind { reading.facts.kinds.insert(kind) }
        switch node.kind {
        case .selectStmtNode where node[.intoClause] != nil: copy(node, made: node[.intoClause]?[.rel])
        case .selectStmtNode, .insertStmt, .updateStmt, .deleteStmt, .mergeStmt: walk(node)
        case .explainStmt: explain(node)
        case .declareCursorStmt:
            reading.facts.kinds.insert(.select)
            walkChildren(node)
        case .prepareStmt: if let query = node[.query] { statement(query) }
        case .executeStmt:
            reading.facts.kinds.insert(.select)
            run(node)
        case .fetchStmt:
            reading.facts.kinds.insert(.select)
            touchUnknown()
        case .copyStmt: copyData(node)
        case .truncateStmt: truncate(node)
        default:
            definition(node)
            if node.links { reading.made.link(reading.facts.tables) }
        }
    }

    /// Without ANALYZE nothing runs: what would have run does not count, but what it would have touched does.
    private func explain(_ node: SyntaxNode) {
        guard let query = node[.query] else { return touchUnknown() }
        let before = reading.facts.kinds
        statement(query)
        guard !node.runsQuery else { return }
        reading.facts.kinds = before
        reading.facts.unfiltered = false
        (reading.facts.effects, reading.facts.unknownEffects) = ([:], [])
        reading.made = NameEnvironment.Made()
        reading.madeTemporary = []
    }

    /// Something whose tables are known only by name elsewhere, or to nobody.
    func run(_ node: SyntaxNode) {
        touchUnknown()
        walkChildren(node)
    }

    // MARK: everything in a node

    func walk(_ node: SyntaxNode) { if !visit(node) { walkChildren(node) } }

    func walkChildren(_ node: SyntaxNode) { node.walk { visit($0) } }

    func walkChildren(_ node: SyntaxNode, without skipped: [SyntaxKey]) {
        for child in node.children where !skipped.contains(child.key) { walk(child) }
    }

    /// - Returns: whether everything in it has been visited, too.
    private func visit(_ node: SyntaxNode) -> Bool {
        switch node.kind {
        case .selectStmtNode:
            let outer = select
            select = node
            query(node) { walkChildren(node, without: [.withClause]) }
            select = outer
        case .insertStmt: insert(node)
        case .updateStmt, .deleteStmt: change(node)
        case .mergeStmt: merge(node)
        case .rangeVar: touch(node)
        case .grantStmt:
            reading.facts.kinds.insert(.grant)
            return false
        // Also of ALTER ROLE … SET and of functions.
        case .variableSetStmt: refuse(TextSettings.refusal(ofSet: node))
        // FOR UPDATE OF names an alias, not a relation. In a row type there is nothing.
        case .lockingClauseNode, .typeNameNode: break
        case .funcCall:
            if node.names(.funcname).last == "set_config" {
                reading.facts.kinds.insert(.session)
                refuse(TextSettings.refusal(ofSetConfig: node, in: select))
            }
            return false
        default: return false
        }
        return true
    }

    /// With the names of its WITH in sight. Without RECURSIVE one of its queries sees only those before it.
    func query(_ node: SyntaxNode, _ inside: () -> Void) {
        let level = ctes.level
        if let with = node[.withClause] {
            let isRecursive = with.bool(.cterecursive)
            ctes.open(isRecursive ? with.list(.ctes).compactMap { $0.string(.ctename) } : [])
            for cte in with.list(.ctes) {
                if let name = cte.string(.ctename) { queries[name, default: []].append(cte) }
                walkChildren(cte)
                if !isRecursive, let name = cte.string(.ctename) { ctes.add(name) }
            }
        }
        inside()
        ctes.close(to: level)
    }

    // MARK: facts

    func refuse(_ refusal: RewriteRefusal?) { reading.refusal = reading.refusal ?? refusal }

    func touchUnknown() { if reader.index != nil { reading.facts.touchesUnknown = true } }

    func touch(_ name: QualifiedName, withParts: Bool = true) {
        guard let index = reader.index else { return }
        // Rows of other tables, or values of them.
        if Self.holdsOthers(name) { touchUnknown() }
        reading.facts.tables.insert(name)
        // Its rows are rows of these as well.
        reading.facts.parts.formUnion(index.ancestors(of: name))
        if withParts, spread.insert(name).inserted { reading.facts.parts.formUnion(index.descendants(of: name)) }
    }

    private static func holdsOthers(_ name: QualifiedName) -> Bool {
        name.schema == "pg_toast"
            || name.schema == "pg_catalog"
                && ["pg_statistic", "pg_statistic_ext_data", "pg_stats", "pg_stats_ext", "pg_stats_ext_exprs"]
                    .contains(name.name)
    }

    func touch(all names: some Sequence<QualifiedName>) { for name in names { touch(name) } }

    /// A relation that stands in the statement.
    @discardableResult
    func touch(_ node: SyntaxNode, isTarget: Bool = false) -> Meaning {
        guard reader.index != nil else { return .unknown }
        let meaning = meaning(of: node, isTarget: isTarget)
        switch meaning {
        case .query: break
        case .own(let name): touch(QualifiedName(StatementFacts.temporarySchema, name))
        case .relation(let name): touch(name, withParts: node.bool(.inh))
        case .unknown: touchUnknown()
        }
        return meaning
    }
}

extension SyntaxNode {
    /// A definition after which what is done to one relation may reach another.
    fileprivate var links: Bool {
        switch kind {
        case .createStmt, .createForeignTableStmt, .alterTableStmt, .viewStmt, .ruleStmt, .createSchemaStmt: true
        default: false
        }
    }

    /// EXPLAIN that runs its statement.
    package var runsQuery: Bool { list(.options).contains(where: \.analyzes) }

    /// An option of EXPLAIN that makes it run the statement.
    fileprivate var analyzes: Bool {
        guard ["analyze", "analyse"].contains(string(.defname) ?? "") else { return false }
        guard let value = self[.arg] else { return true }
        if let number = value.int(.ival) { return number != 0 }
        let text = value.string(.sval)?.lowercased() ?? value.string(.boolval) ?? ""
        return !["off", "false", "0"].contains(text)
    }
}
