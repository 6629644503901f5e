import TestSupport

/// Draws expressions that want what a raw row holds, or what code of users' gives, by any notation that PostgreSQL has.
extension ExpressionWriter {
    /// A value of `type` that follows from a protected column of a raw row in sight.
    /// - Parameters:
    ///   - alias: the row's name.
    ///   - table: what it is a row of.
    mutating func reach(_ type: String, _ alias: String, _ table: Schema.Table) -> String {
        let text = reachedText(alias, table)
        return switch type {
        case "text", "varchar": chance(70) ? text : "reverse(\(text))"
        case "bpchar": "left(reverse(\(text)), 1)"
        case "bool": "\(text) \(pick(["<", ">", "LIKE", "~"])) '\(pick(["4", "5", "MB5", "E", "5%", "^[4-6]"]))'"
        case "int4", "int8", "int2": pick(["ascii(\(text))", "hashtext(\(text)) % 1000", "ascii(reverse(\(text)))"])
        case "numeric", "float8": "(ascii(reverse(\(text))))::\(type)"
        case "date": "date '2000-01-01' + ascii(reverse(\(text)))"
        default: "(\(text))::text::\"\(type)\""
        }
    }

    private mutating func reachedText(_ alias: String, _ table: Schema.Table) -> String {
        let columns = table.columns.filter(\.isProtected)
        let column = columns.isEmpty ? table.columns[0] : pick(columns)
        let name = identifier(column.name)
        let row = identifier(alias)
        let key = "'\(column.name)'"
        switch number(0...21) {
        case 0: return "(\(row).\(pick(["row_to_json", "to_json", "to_jsonb"])) ->> \(key))"
        case 1: return "(\(row).\(name))::text"
        case 2: return "(\(row)).\(name)::text"
        case 3: return "(\(row).*).\(name)::text"
        case 4: return "(\(row).\(pick(["row_to_json", "to_jsonb"])))::text"
        case 5: return "\(row)::text"
        case 6: return "(SELECT \(row).\(name)::text)"
        case 7: return "(WITH x AS (SELECT \(row).\(name)::text AS m) SELECT m FROM x)"
        case 8: return "(SELECT x.\(name)::text FROM (SELECT \(row).*) x)"
        case 9: return "(SELECT v::text FROM (VALUES (\(row).\(name))) AS f(v))"
        case 10: return "(SELECT j ->> \(key) FROM to_jsonb(\(row)) AS f(j))"
        case 11: return "(SELECT string_agg(\(row).\(name)::text, '') FROM generate_series(1, 1))"
        case 12:
            return "\(row).\(pick(["concat", "quote_literal", "record_out", "json_build_array", "text", "md5"]))::text"
        case 13: return "(ROW(\(row).*)).f\(number(1...table.columns.count))::text"
        case 14: return "(ARRAY[\(row)])[1].\(name)::text"
        case 15: return "(WITH RECURSIVE \(row)(m) AS (VALUES (\(row).\(name)::text)) SELECT m FROM \(row))"
        case 16: return "(\(row).\(name)).\(pick(["text", "reverse", "upper", "md5"]))::text"
        case 17: return "(\(identifier(table.name)).row_to_json ->> \(key))"
        case 18: return "\(identifier(table.schema)).\(identifier(table.name)).\(name)::text"
        case 19: return "(coalesce(\(row), \(row))).\(name)::text"
        case 20: return "(SELECT string_agg(value, ',') FROM json_each_text(\(row).row_to_json))"
        default: return "\(name)::text"
        }
    }

    /// A value that code of users' gives, by a call or in attribute notation; nil where there is none.
    mutating func coded(_ place: Place) -> String? {
        let fitting = schema.surroundings.code.filter {
            ["f", "a"].contains($0.kind) && $0.arguments.count < 3 && $0.result != "trigger"
        }
        guard !fitting.isEmpty else { return nil }
        let code = pick(fitting)
        let plain = code.name.split(separator: ".").last.map(String.init) ?? code.name
        let arguments = code.arguments.map { argument($0, place) }
        let name = chance(60) ? plain : code.name
        let call: String
        if arguments.count == 1, chance(60) {
            call = "(\(arguments[0])).\(plain)"
        } else {
            call = "\(name)(\(arguments.joined(separator: ", ")))"
        }
        return code.result == "text" ? call : "(\(call))::text"
    }

    private mutating func argument(_ type: String, _ place: Place) -> String {
        if let composite = schema.surroundings.composites.first(where: { $0.type == type }) {
            return row(of: composite)
        }
        return expression(type, place)
    }

    /// A value of a composite type, of small numbers.
    mutating func row(of composite: Surroundings.Composite) -> String {
        let fields = (0..<composite.fields).map { _ in "\(number(1...6))" }.joined(separator: ", ")
        return "ROW(\(fields))::\(composite.name)"
    }

    /// A constant that the database holds, or one of ours.
    mutating func constant(_ type: String, of column: String? = nil) -> String {
        if let column, let own = schema.surroundings.valuesOfColumn[column], !own.isEmpty, chance(60) {
            return pick(own)
        }
        if chance(40), let held = schema.surroundings.values[type], !held.isEmpty { return pick(held) }
        if type == "text", chance(30) { return "'\(number(1...9))'" }
        return leaf(type, Place(scopes: [], depth: 0))
    }
}
