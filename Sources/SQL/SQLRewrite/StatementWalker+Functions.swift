import Policy
import SQLSyntax

/// Code that could read tables behind our back: functions, operators, types, attribute notation.
extension StatementWalker {
    func functionCall(_ node: SyntaxNode) throws(RewriteRefusal) {
        let parts = node.names(.funcname)
        var last: Edit?
        if !isVerifying, let name = parts.last {
            if isSignal(node, parts) {
                if parts.count == 1 { try qualify(node, with: "pg_catalog") }
                last = try guardProcess(node, parts)
            } else if parts.count == 1 {
                try checkUnqualified(name, node)
            } else if parts.count == 2 {
                try checkQualified(QualifiedName(parts[0], name))
            } else {
                throw RewriteRefusal(
                    "function", "function \(parts.joined(separator: ".")) is not understood",
                    hint: "write schema.function(…)")
            }
            if last == nil { last = try checkArguments(of: name, node) }
            try noteStoring(node, name)
        }
        try walkChildren(node)
        // After what the walk inserted at the same place.
        if let last { edits.append(last) }
        if !isVerifying, let name = parts.last, case .blank(let type) = BuiltinFunctions.classify(name, in: catalog) {
            try blank(node, type)
        }
    }

    private func blank(_ call: SyntaxNode, _ type: String) throws(RewriteRefusal) {
        let parts = call.names(.funcname)
        guard let location = call.location,
            let open = RelationSpan.skipNames(
                from: parsed.tokenIndex(at: location), count: parts.count, parsed, dotAfterLast: false),
            let close = Parentheses.closing(open, parsed)
        else { throw refusal(of: parts.joined(separator: ".")) }
        edits.append(Edit(location..<parsed.tokens[close].end, "(NULL::pg_catalog.\(type))"))
    }

    private func checkUnqualified(_ name: String, _ node: SyntaxNode) throws(RewriteRefusal) {
        let others = catalog.functions[name] ?? []
        let isBuiltin = catalog.immutableBuiltins.contains(name) || catalog.otherBuiltins.contains(name)
        if isBuiltin {
            try checkBuiltin(name)
            // Somebody else's function of the same name must not be reached by a search_path or a closer signature.
            if !others.allSatisfy(isAllowed) { try qualify(node, with: "pg_catalog") }
            return
        }
        if others.isEmpty { throw unknownFunction(name) }
        if others.allSatisfy(isAllowed) {
            try noteUserCode(others)
            return
        }
        guard let schema = names.searchPath.first(where: { schema in others.contains { $0.name.schema == schema } }),
            others.filter({ $0.name.schema == schema }).allSatisfy(isAllowed)
        else { throw refusal(of: others.first { !isAllowed($0) }, name) }
        try noteUserCode(others)
        try qualify(node, with: schema)
    }

    private func checkQualified(_ name: QualifiedName) throws(RewriteRefusal) {
        if name.schema == "pg_catalog" {
            guard catalog.immutableBuiltins.contains(name.name) || catalog.otherBuiltins.contains(name.name) else {
                throw unknownFunction(name.description)
            }
            return try checkBuiltin(name.name)
        }
        let routines = (catalog.functions[name.name] ?? []).filter { $0.name == name }
        if routines.isEmpty { throw unknownFunction(name.description) }
        if let routine = routines.first(where: { !isAllowed($0) }) { throw refusal(of: routine, name.description) }
        try noteUserCode(routines)
    }

    private func checkBuiltin(_ name: String) throws(RewriteRefusal) {
        switch BuiltinFunctions.classify(name, in: catalog) {
        case .allowed, .blank: return
        case .denied:
            throw RewriteRefusal(
                "function",
                "function pg_catalog.\(name) may not be called: it \(BuiltinFunctions.reason(against: name))",
                hint: "docs/functions.md lists what may; where a query says the same, write it out")
        case .unclassified:
            throw RewriteRefusal(
                "function", "function pg_catalog.\(name) is not known to be safe and may not be called",
                hint: "use another; it is newer than what this version of chaperone has looked at")
        }
    }

    private func isAllowed(_ routine: Routine) -> Bool {
        rewriter.code.isTrusted(routine)
    }

    // What a user's function says in its messages is not known.
    private func noteUserCode(_ routines: [Routine]) throws(RewriteRefusal) {
        guard !routines.allSatisfy(\.isTrusted) else { return }
        analysis.scrubsServerText = true
        analysis.runsEntrusted = true
        try refuseWriting { writing in routines.lazy.compactMap(writing.words(calling:)).first }
    }

    private func refusal(of routine: Routine?, _ name: String) -> RewriteRefusal {
        guard let routine else { return refusal(of: name) }
        guard let remedy = rewriter.code.remedy(for: RoutineSignature(of: routine)) else {
            return refusal(of: routine.name.description)
        }
        return RewriteRefusal(
            "function",
            "function \(routine.name), which the policy names, may not be called: it finds what it names by the session's "
                + "search_path and temporary tables",
            hint: "\(remedy) ends that; an owner of the database does it")
    }

    private func refusal(of name: String) -> RewriteRefusal {
        RewriteRefusal(
            "function", "user-defined function \(name) may not be called: it \(rewriter.danger)",
            hint: Self.naming)
    }

    private static let naming =
        "if it reads no table and runs no SQL text, ask for it to be named under \"functions\" of the target in the policy, "
        + "and to have a search_path of its own"

    private func unknownFunction(_ name: String) -> RewriteRefusal {
        let plain = name.split(separator: ".").last.map(String.init) ?? name
        let others = Set((catalog.functions[plain] ?? []).map(\.name.description)).sorted()
        return RewriteRefusal(
            "unknown-function", "function \(name) does not exist",
            hint: others.isEmpty ? "check its name" : "there is \(others.prefix(3).joined(separator: ", "))",
            sqlState: "42883", mayBeStale: true)
    }

    private func qualify(_ node: SyntaxNode, with schema: String) throws(RewriteRefusal) {
        guard let location = node.location else { throw refusal(of: node.names(.funcname).joined(separator: ".")) }
        edits.append(Edit(location..<location, SQLText.identifier(schema) + "."))
    }

    // MARK: functions whose arguments matter

    /// Gives an edit that belongs behind those of the arguments.
    private func checkArguments(of name: String, _ node: SyntaxNode) throws(RewriteRefusal) -> Edit? {
        switch name {
        case "current_setting":
            guard let setting = node.list(.args).first?.constantString else { return try guardName(node) }
            try checkReading(setting: setting)
            return nil
        case _ where protection.counts.refuses(function: name):
            throw RewriteRefusal(
                "function",
                "\(name) would count rows that are chosen by protected values"
                    + (protection.rows.isEmpty ? "" : ", or that this role does not see"), hint: "count(*) the table")
        case _ where HiddenCounts.counting.contains(name):
            guard protection.counts.mayCount(node.list(.args).first?.sequenceName) else { return nil }
            throw RewriteRefusal(
                "row-filter", "\(name) of this sequence would count rows that this role does not see",
                hint: "write the name of another sequence as a constant, 'schema.name'")
        case "set_config":
            let arguments = Array(node.list(.args))
            guard arguments.count == 3, depth == 1, let setting = settingName(arguments[0]) else {
                throw unclearSetting
            }
            // asyncpg sets jit back by a parameter.
            let isLevel = protection.isEmpty && IsolationLevels.settings.contains(setting.lowercased())
            if isLevel || rewriter.settings.takesAnyValue(setting), arguments[1...].allSatisfy(\.isGiven) {
                analysis.kinds.insert(.session)
                return nil
            }
            if rewriter.settings.isPinned(setting) { try checkSetting(setting, "") }
            guard let value = arguments[1].constantString, arguments[2].constantBool != nil else {
                throw unclearSetting
            }
            try checkSetting(setting, value)
            analysis.kinds.insert(.session)
            return nil
        default: return nil
        }
    }

    /// Nobody sets a custom parameter through this lane; what stands in one was left there by code that may have had raw rows.
    func checkReading(setting name: String) throws(RewriteRefusal) {
        if rewriter.settings.mayRead(name, besideEntrustedCode: protection.entrusted != nil) { return }
        throw RewriteRefusal(
            "setting", "parameter \"\(name)\" may not be read",
            hint: Settings.mayRead(name, besideEntrustedCode: false)
                ? "what functions that the policy names leave in such parameters may be made of protected values"
                : "SELECT * FROM chaperone.columns says what is masked")
    }

    private var unclearSetting: RewriteRefusal {
        RewriteRefusal(
            "setting",
            "set_config may only be called as SELECT set_config(…), with a constant name and constants or parameters",
            hint: "use SET name = value")
    }

    /// A name that only the server will know (`current_setting(s.name)`, `current_setting($1)`): written so that what
    /// is asked for is never one that may not be read. textcat takes nothing but text, and C has one way to lower case; after
    /// that, no such parameter is left in the name, since none has a question mark in its own.
    private func guardName(_ node: SyntaxNode) throws(RewriteRefusal) -> Edit {
        let parts = node.names(.funcname)
        guard parts.count == 1 || parts.first == "pg_catalog", let location = node.location,
            let open = RelationSpan.skipNames(
                from: parsed.tokenIndex(at: location), count: parts.count, parsed, dotAfterLast: false),
            let close = Parentheses.closing(open, parsed), close > open + 1,
            !["all", "distinct", "variadic"].contains(where: { parsed.isToken(open + 1, $0) })
        else {
            throw RewriteRefusal(
                "setting", "current_setting may only be called with a constant name", hint: "write the name out")
        }
        var depth = 0
        let comma = (open..<close).first { index in
            if parsed.isToken(index, "(") || parsed.isToken(index, "[") { depth += 1 }
            if parsed.isToken(index, ")") || parsed.isToken(index, "]") { depth -= 1 }
            return depth == 1 && parsed.isToken(index, ",")
        }
        let start = parsed.tokens[open + 1].start
        let end = parsed.tokens[(comma ?? close) - 1].end
        edits.append(Edit(start..<start, "pg_catalog.replace(pg_catalog.lower(pg_catalog.textcat("))
        return Edit(
            end..<end,
            ", '') COLLATE pg_catalog.\"C\"), '\(protection.entrusted == nil ? Settings.ownPrefix : ".")', '?')")
    }

    /// Where the setting is named by a filter on pg_settings, that has to be the server's own, in the statement's only FROM.
    private func settingName(_ argument: SyntaxNode) -> String? {
        if let name = argument.constantString { return name }
        guard depth == 1, !ctes.contains("pg_settings"), !names.temporaries.contains("pg_settings"),
            catalog.relations.keys.allSatisfy({ $0.name != "pg_settings" || $0.schema == "pg_catalog" })
        else { return nil }
        return SearchPathCalls.settingName(argument, in: selects.last)
    }

    // MARK: operators and types

    func checkOperator(_ parts: [String]) throws(RewriteRefusal) {
        guard !isVerifying, let name = parts.last else { return }
        if parts.count == 2, parts[0] == "pg_catalog" { return }
        if let words = rewriter.code.unknown(operator: name) {
            throw RewriteRefusal(
                "operator", "a user-defined operator \(name) exists: it \(words), which \(rewriter.danger)",
                hint: "write OPERATOR(pg_catalog.\(name)) where the built-in one is meant")
        }
        if protection.entrusted?.runs(operator: name) ?? false { analysis.runsEntrusted = true }
        try refuseWriting { $0.words(operator: name) }
    }

    func checkType(_ node: SyntaxNode) throws(RewriteRefusal) {
        let parts = node.names(.names)
        guard !isVerifying, let name = parts.last else { return }
        if parts.count >= 2, parts[parts.count - 2] == "pg_catalog" { return }
        let schema = parts.count >= 2 ? parts[parts.count - 2] : nil
        if let unknown = rewriter.code.unknown(type: name, in: schema) {
            throw RewriteRefusal(
                "type", "type \(unknown.type) may not be used: \(unknown.words), which \(rewriter.danger)",
                hint: "leave the conversion out, or convert to a built-in type")
        }
        if protection.entrusted?.runs(type: name, in: schema) ?? false { analysis.runsEntrusted = true }
        try refuseWriting { $0.words(type: name, in: schema) }
    }

    /// `x.f` calls function f(x) where x has no column f.
    ///
    /// - Parameter qualifier: what x is called, where it has a name; nil for a value.
    func checkAttribute(_ name: String?, of qualifier: String?) throws(RewriteRefusal) {
        guard !isVerifying, let name else { return }
        let isBuiltin = catalog.immutableBuiltins.contains(name) || catalog.otherBuiltins.contains(name)
        // Whatever the relations have: x may be a value, in parentheses or of a function in FROM, and then f is called.
        let isOfArguments =
            name == "current_setting" || protection.counts.refuses(function: name)
            || !protection.counts.sequences.isEmpty && HiddenCounts.counting.contains(name)
            || !protection.isEmpty && BuiltinFunctions.storing.contains(name)
        if isBuiltin, isOfArguments || BuiltinFunctions.classify(name, in: catalog) != .allowed,
            !BuiltinFunctions.uncallable.contains(name)
        {
            throw RewriteRefusal(
                "function", "\"\(name)\" could be a call of function pg_catalog.\(name) in attribute notation",
                hint: "write a column of that name without its table")
        }
        guard let routines = catalog.functions[name], !routines.allSatisfy(isAllowed) else { return }
        attributes.append(Attribute(name: name, qualifier: qualifier))
    }

    /// After the walk, when every relation is known: x must be a relation, and whichever it is must have the column.
    func checkAttributes(_ statement: SyntaxNode) throws(RewriteRefusal) {
        if attributes.isEmpty { return }
        var relations: Set<String> = []
        var others: Set<String> = []
        Self.collectAliases(statement, &relations, &others)
        for attribute in attributes {
            let name = attribute.name
            let isRelation = attribute.qualifier.map { relations.contains($0) && !others.contains($0) } ?? false
            if isRelation, isColumn(name) { continue }
            throw RewriteRefusal(
                "function", "\"\(name)\" could be a call of a user-defined function in attribute notation",
                hint: "where a column is meant, write it without its table")
        }
    }

    private func isColumn(_ name: String) -> Bool {
        if let known = columnsOfAll[name] { return known }
        // Of the session's own tables the columns are not known.
        let isOne =
            !touchesOwn && !touched.isEmpty && touched.values.allSatisfy { $0.columns.contains { $0.name == name } }
        columnsOfAll[name] = isOne
        return isOne
    }

    /// What relations are called in any scope of the statement, and what anything else is called.
    private static func collectAliases(_ node: SyntaxNode, _ relations: inout Set<String>, _ others: inout Set<String>)
    {
        let alias = node[.alias]?.string(.aliasname)
        if node.kind == .rangeVar {
            if let name = alias ?? node.string(.relname) { relations.insert(name) }
        } else if let alias {
            others.insert(alias)
        }
        if let name = node.string(.ctename) { others.insert(name) }
        for child in node.children { collectAliases(child, &relations, &others) }
    }
}

extension SyntaxNode {
    /// A constant or a parameter, plain or cast.
    fileprivate var isGiven: Bool {
        switch kind {
        case .paramRef, .aConst: true
        case .typeCast: self[.arg].map { $0.kind == .paramRef || $0.kind == .aConst } ?? false
        default: false
        }
    }

    /// The value of a string constant, plain or cast once to text; nil for anything else: another cast could make
    /// another string of it.
    var constantString: String? {
        if kind == .typeCast {
            let type = self[.typeName]?.names(.names)
            guard type == ["text"] || type == ["pg_catalog", "text"], let inner = self[.arg], inner.kind == .aConst
            else { return nil }
            return inner.constantString
        }
        guard kind == .aConst, !bool(.isnull) else { return nil }
        return self[.sval].map { $0.string(.sval) ?? "" }
    }

    /// The text of `'name'` and `'name'::regclass`.
    var sequenceName: String? {
        if kind == .typeCast, self[.typeName]?.names(.names).last == "regclass" { return self[.arg]?.constantString }
        return constantString
    }

    var constantBool: Bool? {
        if kind == .typeCast {
            guard self[.typeName]?.names(.names).last == "bool", let inner = self[.arg], inner.kind == .aConst else {
                return nil
            }
            return inner.constantString.map { ["t", "true", "on"].contains($0) }
        }
        guard kind == .aConst else { return nil }
        return self[.boolval].map { $0.bool(.boolval) }
    }
}
