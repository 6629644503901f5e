package import SQLSyntax

/// Calls of set_config, which can change search_path in the midst of a statement.
package enum SearchPathCalls {
    /// A change that is followed: `SELECT set_config('search_path', constant, constant)` and nothing around it.
    package struct Change: Sendable, Equatable {
        package var path: [String]
        package var isLocal: Bool
    }

    /// What `statement` does to search_path by calls that are followed.
    package static func changes(by statement: SyntaxNode) -> [Change] {
        guard isPlain(statement) else { return [] }
        return statement.list(.targetList).compactMap { $0[.val].flatMap(change) }
    }

    /// Why a statement may not be sent where names are followed: it may change search_path in a way that is not. Nil: it
    /// does not.
    package static func refusal(of statement: SyntaxNode) -> RewriteRefusal? { unclear(statement) ? refusal : nil }

    package static let refusal = RewriteRefusal(
        "setting",
        "search_path may only be changed by SET search_path, or by SELECT set_config('search_path', …) with constants"
            + " (names, commas and spaces) and nothing around it",
        hint: "use SET search_path = …")

    /// A SELECT of a list of expressions, and no more.
    private static func isPlain(_ node: SyntaxNode) -> Bool {
        node.kind == .selectStmtNode
            && node.children.allSatisfy { [.targetList, .limitOption, .op].contains($0.key) }
            && node.string(.op) == "SETOP_NONE" && node.string(.limitOption) == "LIMIT_OPTION_DEFAULT"
    }

    private static func change(by call: SyntaxNode) -> Change? {
        guard call.kind == .funcCall, isSetConfig(call),
            call.children.allSatisfy({ [.funcname, .args, .location, .other].contains($0.key) })
        else { return nil }
        let arguments = Array(call.list(.args))
        guard arguments.count == 3, arguments[0].constantString.map(isSearchPath) == true,
            let path = arguments[1].constantString.flatMap(SearchPathText.names),
            let isLocal = arguments[2].constantBool
        else { return nil }
        return Change(path: path, isLocal: isLocal)
    }

    private static func isSetConfig(_ call: SyntaxNode) -> Bool { call.names(.funcname).last == "set_config" }

    private static func isSearchPath(_ name: String) -> Bool { name.lowercased() == "search_path" }

    /// `"$user"` of search_path is the role's schema.
    private static func decidesNames(_ name: String) -> Bool {
        ["search_path", "role", "session_authorization"].contains(name.lowercased())
    }

    // MARK: everything else

    private static func unclear(_ statement: SyntaxNode) -> Bool {
        // The SELECTs so far; behind the innermost around a node stand only such as have ended.
        var selects: [SyntaxNode] = []
        lazy var followed = followedCalls(statement)
        return statement.contains { node in
            switch node.kind {
            case .selectStmtNode: selects.append(node)
            case .funcCall where isSetConfig(node) && !followed.contains(node.index):
                while let last = selects.last, last.slot.end <= node.index { selects.removeLast() }
                guard let name = node.list(.args).first, let setting = settingName(name, in: selects.last) else {
                    return true
                }
                return decidesNames(setting)
            // The view has a rule that calls set_config.
            case .updateStmt, .mergeStmt: return TextSettings.refusal(ofWriting: node[.relation]) != nil
            default: break
            }
            return false
        }
    }

    private static func followedCalls(_ statement: SyntaxNode) -> Set<Int32> {
        guard isPlain(statement) else { return [] }
        let values = statement.list(.targetList).compactMap { $0[.val] }
        return Set(values.filter { change(by: $0) != nil }.map(\.index))
    }

    /// - Parameter select: the innermost SELECT around the call.
    static func settingName(_ argument: SyntaxNode, in select: SyntaxNode?) -> String? {
        if let name = argument.constantString { return name }
        // pg_dump's `SELECT set_config(name, …) FROM pg_settings WHERE name = 'constant'`: the filter is the name. So it is in
        // a statement that is nothing but this; a WITH could give the relation's name to another.
        guard argument.kind == .columnRef, argument.names(.fields) == ["name"], let select, select[.withClause] == nil,
            select.list(.fromClause).count == 1, let settings = select.list(.fromClause).first,
            settings.string(.relname) == "pg_settings", settings[.alias] == nil,
            let filter = select[.whereClause], filter.kind == .aExpr, filter.string(.kind) == "AEXPR_OP",
            filter.names(.name) == ["="], filter[.lexpr]?.names(.fields) == ["name"]
        else { return nil }
        return filter[.rexpr]?.constantString
    }
}
