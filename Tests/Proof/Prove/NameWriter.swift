import TestSupport

/// Draws sessions about names: prepared statements, portals and cursors that are made, taken away, made anew, in strings
/// and messages that do not wait for answers. What fails, fails on a protected row.
extension ExpressionWriter {
    /// As long as the server looks.
    private static let long = String(repeating: "n", count: 63)

    /// Few, so that they meet.
    private mutating func names() -> [String] {
        chance(60) ? [Self.long + "A", Self.long + "B", Self.long + "C"] : ["a", "b"]
    }

    /// A statement whose error holds a whole row.
    mutating func failing() -> String {
        let fitting = schema.tables.filter { table in
            table.isWritable && table.isProtected && table.columns.contains { $0.name == "id" }
                && table.columns.contains { $0.isRequired && !$0.isProtected && $0.isWritable && $0.name != "id" }
        }
        guard !fitting.isEmpty else { return "SELECT 1/0" }
        let table = pick(fitting)
        let column = pick(table.columns.filter { $0.isRequired && !$0.isProtected && $0.isWritable && $0.name != "id" })
        return "UPDATE \(relation(table)) SET \(column.name.quoted) = NULL WHERE id = \(number(1...5))"
    }

    private mutating func text() -> String {
        switch number(0...5) {
        case 0, 1, 2: failing()
        case 3, 4: "SELECT \(number(1...3))"
        default: query(depth: 1)
        }
    }

    /// Strings in bursts.
    mutating func named() -> [Trial.Step] {
        let names = names()
        var steps: [Trial.Step] = []
        for _ in 0...number(5...9) {
            let burst = (0..<pick([1, 1, 1, 2, 2, 3])).map { _ in naming(pick(names)) }
            steps.append(burst.count == 1 ? .ask(burst[0], session: 0) : .ahead(burst))
        }
        steps.append(.ask("ROLLBACK", session: 0))
        return steps + names.map { Trial.Step.ask("EXECUTE \($0)", session: 0) }
    }

    private mutating func naming(_ name: String) -> String {
        switch number(0...19) {
        case 0...5: return "PREPARE \(name) AS \(text())"
        case 6...8: return "DEALLOCATE \(name)"
        case 9...11: return "EXECUTE \(name)"
        case 12: return pick(["DEALLOCATE ALL", "DISCARD ALL", "DISCARD PLANS"])
        case 13, 14: return "BEGIN"
        case 15: return "ROLLBACK"
        case 16, 17: return "SELECT 1/0"
        case 18: return pick(["SELECT 1", "COMMIT", "SAVEPOINT s", "ROLLBACK TO s"])
        default:
            return pick(["DECLARE \(name) CURSOR FOR \(query(depth: 1))", "CLOSE \(name)", "FETCH 2 FROM \(name)"])
        }
    }

    /// Messages sent at once, and what comes of the next ones.
    mutating func pipelined() -> [Trial.Step] {
        let names = chance(70) ? names() : ["", "a"]
        var steps: [Trial.Step] = []
        for _ in 0...number(1...3) {
            var messages: [Trial.Message] = []
            for _ in 0...number(3...9) { messages += message(names) }
            steps.append(.pipeline(messages))
        }
        return steps + [.ask(failing(), session: 0)]
    }

    private mutating func message(_ names: [String]) -> [Trial.Message] {
        let (name, other) = (pick(names), pick(names))
        switch number(0...17) {
        case 0...4: return [.parse(name, text(), types: [])]
        case 5: return typed(name)
        case 6, 7: return [.bind(portal: "", name, values: []), .execute(portal: "", rows: 0)]
        case 8: return [.bind(portal: other, name, values: [])]
        case 9, 10: return [.execute(portal: name, rows: chance(70) ? 0 : 1)]
        case 11, 12: return [.closeStatement(name)]
        case 13: return [.closePortal(name)]
        case 14: return [chance(50) ? .describeStatement(name) : .describePortal(name)]
        case 15: return [.query(text())]
        case 16: return [.flush]
        default: return [.sync]
        }
    }

    /// A parameter whose type has code of its own.
    private mutating func typed(_ name: String) -> [Trial.Message] {
        let domains = schema.surroundings.domains
        let composites = schema.surroundings.composites
        if !domains.isEmpty, chance(50) || composites.isEmpty {
            let domain = pick(domains)
            let text = pick(["SELECT $1", "SELECT $1 IS NULL", "SELECT ARRAY[$1]", "SELECT 1 WHERE $1 IS NOT NULL"])
            return [
                .parse(name, text, types: [domain]), .bind(portal: "", name, values: ["\(number(1...9))"]),
                .execute(portal: "", rows: 0), .sync,
            ]
        }
        guard !composites.isEmpty else { return [.sync] }
        let composite = pick(composites)
        let tables = schema.tables.filter { table in
            table.isWritable && !table.isProtected && table.columns.contains { $0.type == "text" && $0.isWritable }
        }
        let values = ["(" + (0..<composite.fields).map { _ in "\(number(1...5))" }.joined(separator: ",") + ")"]
        var texts = ["SELECT reverse($1)", "SELECT $1 || ''", "SELECT coalesce($1, 'x'::text)", "SELECT ($1).reverse"]
        if !tables.isEmpty {
            let table = pick(tables)
            let column = pick(table.columns.filter { $0.type == "text" && $0.isWritable }).name.quoted
            texts += [
                "UPDATE \(relation(table)) SET \(column) = $1 WHERE id = 3 RETURNING reverse(\(column))",
                "SELECT \(column) BETWEEN $1 AND \(column) FROM \(relation(table))",
            ]
        }
        return [
            .parse(name, pick(texts), types: [composite.name]), .bind(portal: "", name, values: values),
            .execute(portal: "", rows: 0), .sync,
        ]
    }
}
