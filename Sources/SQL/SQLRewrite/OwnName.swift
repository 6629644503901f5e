package import SQLSyntax

/// A name in a statement that means something of its session: a prepared statement, or a cursor.
package enum OwnName: Sendable, Equatable {
    case prepare(String)
    case execute(String)
    case deallocate(String)
    case declare(String)
    case fetch(String)
    case close(String)
    case currentOf(String)

    /// Those of a statement. What it only stores (a function's body, a rule) is left out: that has names of its own time.
    package static func all(in statement: SyntaxNode) -> [OwnName] {
        switch statement.kind {
        case .prepareStmt:
            [.prepare(statement.string(.name) ?? "")] + (statement[.query].map(currentOf) ?? [])
        case .executeStmt: [.execute(statement.string(.name) ?? "")]
        case .explainStmt: statement[.query].map { $0.kind == .executeStmt ? all(in: $0) : currentOf($0) } ?? []
        case .createTableAsStmt: statement[.query].map { $0.kind == .executeStmt ? all(in: $0) : [] } ?? []
        case .copyStmt: statement[.query].map(currentOf) ?? []
        case .deallocateStmt: statement.string(.name).map { [.deallocate($0)] } ?? []
        case .declareCursorStmt: [.declare(statement.string(.portalname) ?? "")]
        case .fetchStmt: [.fetch(statement.string(.portalname) ?? "")]
        case .closePortalStmt: statement.string(.portalname).map { [.close($0)] } ?? []
        default: currentOf(statement)
        }
    }

    /// WHERE CURRENT OF is all of a condition; a statement that writes stands alone or in the outermost WITH.
    private static func currentOf(_ statement: SyntaxNode) -> [OwnName] {
        var found: [OwnName] = []
        switch statement.kind {
        case .updateStmt, .deleteStmt:
            if let condition = statement[.whereClause], condition.kind == .currentOfExpr {
                found.append(.currentOf(condition.string(.cursorName) ?? ""))
            }
        case .selectStmtNode, .insertStmt, .mergeStmt: break
        default: return []
        }
        guard let with = statement[.withClause] else { return found }
        for query in with.list(.ctes) {
            if let query = query[.ctequery] { found += currentOf(query) }
        }
        return found
    }

    /// The same, called otherwise.
    package func called(_ name: String) -> OwnName {
        switch self {
        case .prepare: .prepare(name)
        case .execute: .execute(name)
        case .deallocate: .deallocate(name)
        case .declare: .declare(name)
        case .fetch: .fetch(name)
        case .close: .close(name)
        case .currentOf: .currentOf(name)
        }
    }
}
