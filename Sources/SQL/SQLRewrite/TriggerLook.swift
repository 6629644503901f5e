import SQLSyntax

/// What the condition of a trigger looks at, read from the trigger's definition.
struct TriggerLook {
    /// Columns whose old, and whose new values it looks at; each may make it fail, or let the trigger run.
    private(set) var old: Set<String> = []
    private(set) var new: Set<String> = []
    /// Columns of which it asks whether they have changed, and nothing else: of what nobody writes it gives the same for
    /// every value. No virtual ones.
    private(set) var compared: Set<String> = []
    private let all: Set<String>

    /// - Parameter relation: that of the trigger. What is not understood looks at all of it.
    init(_ condition: ConditionOfTrigger, of relation: Relation, parse: ProtectionMap.Parse) {
        all = Set(relation.columns.map(\.name))
        guard let statement = parse(condition.definition)?.statements.first, statement.kind == .createTrigStmt,
            let clause = statement[.whenClause]
        else {
            (old, new) = (all, all)
            return
        }
        look(at: clause)
        // The server computes them to compare them, and that may fail.
        let computed = compared.intersection(relation.columns.lazy.filter(\.isVirtual).map(\.name))
        compared.subtract(computed)
        old.formUnion(computed)
        new.formUnion(computed)
    }

    private mutating func look(at node: SyntaxNode) {
        switch node.kind {
        case .boolExpr where node.string(.boolop) != "NOT_EXPR": for part in node.list(.args) { look(at: part) }
        case .aExpr:
            if let columns = changed(node) { compared.formUnion(columns) } else { collect(node) }
        default: collect(node)
        }
    }

    /// The columns that `OLD.c IS DISTINCT FROM NEW.c`, or the same with `<>`, asks about.
    private func changed(_ node: SyntaxNode) -> Set<String>? {
        let isDistinct = node.string(.kind) == "AEXPR_DISTINCT"
        guard isDistinct || node.string(.kind) == "AEXPR_OP", node.names(.name) == [isDistinct ? "=" : "<>"],
            let left = node[.lexpr].flatMap(side), let right = node[.rexpr].flatMap(side), left.row != right.row,
            left.columns == right.columns
        else { return nil }
        return left.columns
    }

    private func side(_ node: SyntaxNode) -> (row: String, columns: Set<String>)? {
        guard node.kind == .columnRef, let row = node.names(.fields).first, row == "old" || row == "new" else {
            return nil
        }
        if node.list(.fields).contains(where: { $0.kind == .aStar }) { return (row, all) }
        return node.names(.fields).count == 2 ? (row, [node.names(.fields)[1]]) : nil
    }

    private mutating func collect(_ node: SyntaxNode) {
        if node.kind == .columnRef {
            let columns = side(node)?.columns ?? all
            let row = node.names(.fields).first
            if row != "new" { old.formUnion(columns) }
            if row != "old" { new.formUnion(columns) }
        }
        for child in node.children { collect(child) }
    }
}
