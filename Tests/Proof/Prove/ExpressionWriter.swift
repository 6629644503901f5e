import TestSupport

/// One FROM item in sight: the name it is called by, and its columns.
struct ScopeItem {
    var name: String
    var columns: [Schema.Column]
    /// A function's one column, which its name alone also means.
    var isScalar = false
}

/// Draws expressions of a wanted type over the columns in sight. A value of one statement.
struct ExpressionWriter {
    /// Where the expression stands.
    struct Place {
        /// Innermost last.
        var scopes: [[ScopeItem]]
        var allowsWindows = false
        var depth: Int

        var deeper: Place {
            var place = self
            place.depth -= 1
            return place
        }
    }

    let schema: Schema
    let grammar: Grammar
    var random: SeededGenerator
    /// Whether this statement may hold casts and divisions that fail.
    var isDaring = false
    /// Only columns that no policy protects: what a write may depend on.
    var isPlain = false

    // MARK: chance

    mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }

    mutating func pick<Value>(_ values: [Value]) -> Value { values[Int.random(in: 0..<values.count, using: &random)] }

    mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }

    // MARK: expressions

    mutating func expression(_ type: String, _ place: Place) -> String {
        if place.depth <= 0 || chance(25) { return leaf(type, place) }
        let forms = grammar.forms(type)
        let routines = grammar.routines(type)
        for _ in 0..<6 {
            let usesRoutine = !routines.isEmpty && (forms.isEmpty || chance(45))
            guard usesRoutine || !forms.isEmpty else { break }
            let form = usesRoutine ? pick(routines) : pick(forms)
            if usesRoutine, !chance(15), !form.pieces.contains(where: { isInSight($0, place) }) { continue }
            guard isDaring || !form.isDaring, place.allowsWindows || !form.isWindow else { continue }
            return fill(form, type, place.deeper)
        }
        return leaf(type, place)
    }

    mutating func fill(_ form: Grammar.Form, _ type: String, _ place: Place) -> String {
        let shared = GrammarTypes.comparable.contains(type) && form.isGeneric ? type : comparableType(place)
        var inner = place
        // Window functions do not nest, nor stand in a subquery's arguments of ours.
        if form.isWindow || form.hasSubquery { inner.allowsWindows = false }
        if let name = form.callOfOne, chance(8), case .hole(let type) = form.pieces[1] {
            return "(\(hole(type, shared, inner))).\(name)"
        }
        var text = ""
        for piece in form.pieces {
            switch piece {
            case .text(let literal): text += literal
            case .hole(let name): text += hole(name == "T" ? shared : name, shared, inner)
            }
        }
        return text
    }

    private func isInSight(_ piece: Grammar.Form.Piece, _ place: Place) -> Bool {
        guard case .hole(let type) = piece else { return false }
        return place.scopes.contains { scope in
            scope.contains {
                $0.columns.contains { GrammarTypes.accepts(type, $0.type) && !(isPlain && $0.isProtected) }
            }
        }
    }

    /// A type that can be compared, mostly one that a column in sight has.
    mutating func comparableType(_ place: Place) -> String {
        let types = GrammarTypes.comparable.filter { isInSight(.hole($0), place) }
        return types.isEmpty || chance(10) ? pick(GrammarTypes.comparable) : pick(types)
    }

    private mutating func hole(_ name: String, _ shared: String, _ place: Place) -> String {
        if name == "row" { return wholeRow(place) }
        if name == "select" { return subquery(["int4"], place, limit: nil) }
        let parts = name.split(separator: ":")
        if parts.count == 2 {
            let types = parts[1].split(separator: ",").map { $0 == "T" ? shared : String($0) }
            return subquery(types, place, limit: parts[0] == "subquery1" ? 1 : 5)
        }
        return expression(name, place)
    }

    mutating func leaf(_ type: String, _ place: Place) -> String {
        if !chance(12), let column = column(type, place) { return column }
        guard let literals = GrammarTypes.literals[type] else {
            return "NULL::\(schema.typeNames[type] ?? "pg_catalog.\"\(type)\"")"
        }
        let literal = pick(literals)
        guard let at = literal.firstIndex(of: "@") else { return literal }
        let name = String(literal[literal.index(after: at)...])
        return literal[..<at] + (schema.typeNames[name] ?? name)
    }

    /// A reference to a column that may stand for the type, protected ones first; nil when none is in sight.
    mutating func column(_ type: String, _ place: Place) -> String? {
        var found: [(item: ScopeItem, column: Schema.Column)] = []
        for scope in place.scopes.suffix(chance(85) ? 1 : place.scopes.count) {
            for item in scope {
                for column in item.columns where GrammarTypes.accepts(type, column.type) {
                    guard !(isPlain && column.isProtected) else { continue }
                    found += Array(repeating: (item, column), count: column.isProtected ? 4 : 1)
                }
            }
        }
        guard !found.isEmpty else { return nil }
        let chosen = pick(found)
        let name = identifier(chosen.column.name)
        let isUnique = place.scopes.joined().flatMap(\.columns).count { $0.name == chosen.column.name } == 1
        if isUnique, chance(30) { return name }
        let row = identifier(chosen.item.name)
        guard chance(6), !isPlain, !chosen.item.isScalar else { return "\(row).\(name)" }
        return pick(["(\(row)).\(name)", "(\(row).*).\(name)", "(SELECT \(row).\(name))", "(ARRAY[\(row)])[1].\(name)"])
    }

    mutating func wholeRow(_ place: Place) -> String {
        guard let item = place.scopes.last.flatMap({ $0.isEmpty ? nil : $0 }).map({ pick($0) }) else { return "ROW(1)" }
        let row = identifier(item.name)
        guard !item.isScalar else { return "ROW(\(row).*)" }
        return switch number(0...11) {
        case 0, 1: "ROW(\(row).*)"
        case 2: "(\(row).*)"
        case 3: "(\(row))"
        case 4: "(SELECT \(row))"
        default: row
        }
    }

    // MARK: names

    /// A name as it is, quoted, escaped or in capitals.
    mutating func identifier(_ name: String) -> String {
        let isPlainName =
            name.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "_" } && !Self.reserved.contains(name)
        switch number(0...19) {
        case 0: return "\"\(name)\""
        case 1:
            guard let first = name.unicodeScalars.first, first.value < 128 else { break }
            let digits = String(first.value, radix: 16)
            return "U&\"\\00\(digits)\(name.dropFirst())\""
        case 2 where isPlainName: return name.uppercased()
        default: break
        }
        return isPlainName ? name : "\"\(name)\""
    }

    mutating func relation(_ table: Schema.Table) -> String {
        let isFound = Self.searched.contains(table.schema) && table.name != "patients"
        return isFound && chance(40)
            ? identifier(table.name) : "\(identifier(table.schema)).\(identifier(table.name))"
    }

    private static let searched: Set<String> = ["clinic", "billing", "public", "types", "adv", "other"]
    private static let reserved: Set<String> = ["order", "user", "table", "select", "end", "all", "group"]

    // MARK: subqueries

    /// A query of the given types over one table, without parentheses.
    mutating func subquery(_ types: [String], _ place: Place, limit: Int?) -> String {
        let table = pickTable()
        let alias = pick(["s", "t", "patients", "ssn", "q"])
        var inner = place.deeper
        inner.scopes.append([ScopeItem(name: alias, columns: table.columns)])
        inner.allowsWindows = false
        let list = types.map { expression($0, inner) }.joined(separator: ", ")
        let condition = bounded(alias, table) ?? expression("bool", inner)
        let extra = chance(40) ? " AND \(expression("bool", inner))" : ""
        let order = chance(40) ? " ORDER BY 1" : ""
        return "SELECT \(list) FROM \(relation(table)) AS \(identifier(alias)) WHERE \(condition)\(extra)\(order)"
            + (limit.map { " LIMIT \($0)" } ?? "")
    }

    /// Mostly tables with something to protect.
    mutating func pickTable() -> Schema.Table {
        let wanted = isPlain ? chance(5) : chance(75)
        let fitting = schema.tables.filter { $0.isProtected == wanted }
        return pick(fitting.isEmpty ? schema.tables : fitting)
    }

    /// A condition that leaves few rows, by the table's own key.
    mutating func bounded(_ alias: String, _ table: Schema.Table) -> String? {
        guard table.columns.contains(where: { $0.name == "id" && $0.type == "int4" && !$0.isProtected }) else {
            return nil
        }
        let key = "\(identifier(alias)).\(identifier("id"))"
        switch number(0...5) {
        case 0: return "\(key) = \(number(1...40))"
        case 1: return "\(key) IN (\(number(1...9)), \(number(10...30)))"
        case 2: return "\(key) BETWEEN \(number(1...9)) AND \(number(10...30))"
        default: return "\(key) < \(number(3...30))"
        }
    }
}

extension String {
    /// As an SQL identifier.
    var quoted: String { "\"\(self)\"" }
}
