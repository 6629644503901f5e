import Policy
import SQLSyntax

/// References in sight of a raw row. One passes only when it is resolved: to a column of the target that the role may see,
/// or to something beside the target. A name that could be anything else of the row (the row itself, a function called in
/// attribute notation, a system column, a protected column) is refused, and so is one that nothing here explains.
extension StatementWalker {
    /// Walks a part of a write with its target's row in sight.
    /// - Parameter scope: nil where nothing of the target is protected.
    func walk(_ node: SyntaxNode, seeing scope: RawScope?) throws(RewriteRefusal) {
        guard let scope else { return try walk(node) }
        rawScopes.append(scope)
        defer { rawScopes.removeLast() }
        try walk(node)
    }

    /// Checks a reference against every raw row in sight.
    func checkRaw(_ reference: SyntaxNode) throws(RewriteRefusal) {
        guard !isVerifying, !settled.contains(reference.index) else { return }
        for scope in rawScopes { try check(reference, in: scope) }
    }

    private func check(_ reference: SyntaxNode, in scope: RawScope) throws(RewriteRefusal) {
        let fields = reference.list(.fields).map { $0.string(.sval) }
        guard let last = fields.last else { throw unresolved("a reference without a name", scope) }
        let qualifiers = fields.dropLast().compactMap(\.self)
        guard qualifiers.count == fields.count - 1 else { throw unresolved("a reference of this shape", scope) }
        guard let column = last else { return try checkStar(qualifiers, scope) }
        guard let qualifier = qualifiers.last else { return try checkPlain(column, reference, scope) }
        if isTarget(qualifier, scope.target) { return try checkColumn(column, reference, scope) }
        guard let columns = columns(of: qualifier, scope) else { throw unresolved("\"\(qualifier)\"", scope) }
        guard columns.has(column) else { throw unresolved("\"\(qualifier).\(column)\"", scope) }
    }

    /// `*` alone stands for the FROM of its own SELECT, in which the target is not.
    private func checkStar(_ qualifiers: [String], _ scope: RawScope) throws(RewriteRefusal) {
        guard let qualifier = qualifiers.last else {
            guard selects.count > scope.depth else { throw wholeRow(scope.target) }
            return
        }
        if isTarget(qualifier, scope.target) { throw wholeRow(scope.target) }
        guard columns(of: qualifier, scope) != nil else { throw unresolved("\"\(qualifier).*\"", scope) }
    }

    private func checkPlain(
        _ name: String, _ reference: SyntaxNode, _ scope: RawScope
    ) throws(RewriteRefusal) {
        let target = scope.target
        // A nested FROM may have a column of the same name: that is not asked, since the server's rule of which is meant
        // need not be ours.
        if target.masks[name] != nil { throw protected(name, target) }
        if target.visible.contains(name) {
            if !isNested(name, in: scope) { guardOrder(name, reference, scope) }
            return
        }
        if isTarget(name, target) { throw wholeRow(target) }
        if Self.systemColumns.contains(name) { throw systemColumn(name, target) }
        guard scope.beside.mayMean(name) || nested(in: scope).contains(where: { $0.mayMean(name) }) else {
            throw unresolved("\"\(name)\"", scope)
        }
    }

    private func checkColumn(_ column: String, _ reference: SyntaxNode, _ scope: RawScope) throws(RewriteRefusal) {
        let target = scope.target
        if target.masks[column] != nil { throw protected(column, target) }
        if target.visible.contains(column) { return guardOrder(column, reference, scope) }
        if Self.systemColumns.contains(column) { throw systemColumn(column, target) }
        throw unresolved("\"\(target.alias).\(column)\"", scope)
    }

    // MARK: resolving

    /// Whether an inner FROM hides the target's name is not asked: the server's rule of which is meant need not be ours.
    private func isTarget(_ name: String, _ target: RawTarget) -> Bool { name == target.alias }

    private func columns(of qualifier: String, _ scope: RawScope) -> NameScope.Columns? {
        for inner in nested(in: scope) { if let columns = inner.columns(of: qualifier) { return columns } }
        return scope.beside.columns(of: qualifier)
    }

    /// Whether a name certainly is a column of a SELECT between the part and the reference, whose FROM is in sight there.
    private func isNested(_ name: String, in scope: RawScope) -> Bool {
        selects[scope.depth...].contains { !unseen.contains($0.index) && nameScope(of: $0).certainlyHas(name) }
    }

    /// The FROMs of the SELECTs between the part and the reference, the innermost first.
    private func nested(in scope: RawScope) -> some Sequence<NameScope> {
        selects[scope.depth...].reversed().lazy.map { self.nameScope(of: $0) }
    }

    /// What the FROM of a SELECT offers.
    private func nameScope(of select: SyntaxNode) -> NameScope {
        if let known = nameScopes[select.index] { return known }
        let scope = nameScope(of: select.list(.fromClause))
        nameScopes[select.index] = scope
        return scope
    }

    func nameScope(of items: SyntaxNode.Children) -> NameScope {
        var scope = NameScope()
        for item in items { add(item, to: &scope) }
        return scope
    }

    private func add(_ item: SyntaxNode, to scope: inout NameScope) {
        let alias = item[.alias]?.string(.aliasname)
        switch item.kind {
        case .rangeVar:
            var columns = NameScope.Columns.open
            if case .relation(let relation)? = try? resolve(item) {
                let renamed = item[.alias]?.names(.colnames) ?? []
                columns = .known(Set(renamed + relation.columns.dropFirst(renamed.count).map(\.name)))
            }
            scope.add(alias ?? item.string(.relname), columns)
        case .joinExpr:
            // A join with a name of its own hides those in it, and may give its columns others.
            if let alias { return scope.add(alias, .open) }
            for side in [item[.larg], item[.rarg]] { if let side { add(side, to: &scope) } }
            if let using = item[.joinUsingAlias]?.string(.aliasname) { scope.add(using, .open) }
        case .rangeTableSample:
            if let inner = item[.relation] { add(inner, to: &scope) }
        default: scope.add(alias, .open)
        }
    }

    // MARK: the order in which rows are found

    /// A column by which an index over protected values could find the rows is written so that none does.
    func guardOrder(_ column: String, _ reference: SyntaxNode, _ scope: RawScope) {
        guard scope.choosesRows, protection.indexOrder.columns(of: scope.target.relation.name).contains(column) else {
            return
        }
        guardOrder(reference)
    }

    func guardOrder(_ reference: SyntaxNode) {
        guard let location = reference.location, guarded.insert(location).inserted else { return }
        let first = parsed.tokenIndex(at: location)
        let count = reference.list(.fields).count
        guard let end = RelationSpan.skipNames(from: first, count: count, parsed, dotAfterLast: false) else { return }
        let range = location..<parsed.tokens[end - 1].end
        let text = parsed.string(range)
        edits.append(Edit(range, "(COALESCE(\(text), \(text)))"))
    }

    // MARK: refusals

    static let systemColumns: Set<String> = ["ctid", "xmin", "xmax", "cmin", "cmax", "tableoid"]

    private func protected(_ column: String, _ target: RawTarget) -> RewriteRefusal {
        let isLookup = target.masks[column]?.lookup == .equality
        return RewriteRefusal(
            "raw-target", "protected column \(target.relation.name).\(column) may not be read by a write to its table",
            hint: isLookup
                ? "\(column) = constant, as a condition by itself or under AND, is possible"
                : "use other columns; a column of another table is told apart by its alias")
    }

    private func wholeRow(_ target: RawTarget) -> RewriteRefusal {
        let columns = target.masks.keys.sorted().joined(separator: ", ")
        return RewriteRefusal(
            "raw-target",
            "the whole row of \(target.relation.name) may not be read by a write to it: it holds protected columns (\(columns))",
            hint: "name the columns that are meant")
    }

    private func systemColumn(_ name: String, _ target: RawTarget) -> RewriteRefusal {
        RewriteRefusal(
            "raw-target", "\(name) of \(target.relation.name) would show how its raw values are stored",
            hint: "choose rows by columns of the table")
    }

    private func unresolved(_ what: String, _ scope: RawScope) -> RewriteRefusal {
        RewriteRefusal(
            "raw-target",
            "\(what) is no column that a write to \(scope.target.relation.name) may read, which carries protected columns",
            hint: "name columns of the table by their alias, and call functions as f(x)", mayBeStale: true)
    }
}
