import SQLSyntax

/// Whether one table, and nothing else that gives rows, is all that a statement reads and writes, at every level: then no plan
/// of it depends on how large one thing is beside another.
enum SoleTable {
    static func isAll(of statement: SyntaxNode) -> Bool {
        switch statement.kind {
        case .declareCursorStmt, .createTableAsStmt: return statement[.query].map(isAll) ?? false
        case .selectStmtNode, .updateStmt, .deleteStmt: return isAlone(statement, sparing: [statement.index])
        // What stands in its VALUES is a row of its own.
        case .insertStmt:
            return isAlone(statement, sparing: Set([statement[.selectStmt]?.index].compactMap(\.self)))
        default: return false
        }
    }

    /// - Parameter spared: queries that are no more than the statement itself.
    private static func isAlone(_ statement: SyntaxNode, sparing spared: Set<Int32>) -> Bool {
        var tables = 0
        return holdsTables(statement, spared, &tables) && tables == 1
    }

    private static func holdsTables(_ node: SyntaxNode, _ spared: Set<Int32>, _ tables: inout Int) -> Bool {
        switch node.kind {
        case .rangeVar: tables += 1
        case .selectStmtNode where !spared.contains(node.index): return false
        default: break
        }
        for child in node.children where child.key != .lockingClause {
            // What UNION and the like put together.
            if child.key == .larg || child.key == .rarg { return false }
            if child.key == .fromClause || child.key == .usingClause {
                guard child.children.allSatisfy({ [.rangeVar, .rangeTableSample].contains($0.kind) }) else {
                    return false
                }
            }
            guard holdsTables(child, spared, &tables) else { return false }
        }
        return true
    }
}
