import TestSupport

/// Draws what shows the order of an index or of storage, counters and locks: settings first, then questions that nothing
/// sorts, then what the system says of them.
extension ExpressionWriter {
    private static let planners = [
        "enable_seqscan", "enable_bitmapscan", "enable_sort", "enable_indexonlyscan", "enable_indexscan",
        "enable_hashagg",
        "enable_hashjoin", "enable_nestloop", "enable_mergejoin", "enable_material", "enable_incremental_sort",
    ]

    /// A table that has an index over a protected column and others.
    private mutating func indexed() -> Schema.Table? {
        let fitting = schema.tables.filter { table in
            table.isProtected && !table.indexed.isEmpty && table.columns.contains { $0.name == "id" }
        }
        return fitting.isEmpty ? nil : pick(fitting)
    }

    mutating func ordered() -> [String] {
        guard let table = indexed() else { return [query(depth: 2)] }
        var settings = ["SET LOCAL enable_seqscan = off", "SET LOCAL enable_bitmapscan = off"]
        if chance(25) { settings = [] }
        for _ in 0..<number(0...2) { settings.append("SET LOCAL \(pick(Self.planners)) = off") }
        return settings + unsorted(table)
    }

    private mutating func unsorted(_ table: Schema.Table) -> [String] {
        let name = relation(table)
        let keys = table.columns.filter {
            ["int4", "text"].contains($0.type) && !$0.isProtected && $0.name != "id" && table.indexed.contains($0.name)
        }
        let others = table.columns.filter { ["int4", "text"].contains($0.type) && !$0.isProtected && $0.name != "id" }
        guard let key = keys.isEmpty ? (others.isEmpty ? nil : pick(others)) : pick(keys) else {
            return ["SELECT id FROM \(name) LIMIT 9"]
        }
        let column = key.name.quoted
        let value = constant(key.type, of: "\(table.schema).\(table.name).\(key.name)")
        let numbers = others.filter { $0.type == "int4" && $0.name != key.name }
        switch number(0...13) {
        case 0, 1, 2: return ["SELECT id FROM \(name) WHERE \(column) = \(value)"]
        case 3: return ["SELECT id FROM \(name) ORDER BY \(column) LIMIT \(number(3...20))"]
        case 4: return ["SELECT array_agg(id) FROM \(name) WHERE \(column) >= \(value)"]
        case 5: return ["SELECT DISTINCT ON (\(column)) \(column), id FROM \(name)"]
        case 6: return ["SELECT \(column), string_agg(id::text, ',') FROM \(name) GROUP BY \(column)"]
        case 7:
            return [
                "DECLARE k CURSOR FOR SELECT id FROM \(name) WHERE \(column) = \(value)",
                "FETCH \(number(1...5)) FROM k",
            ]
        case 8: return ["DELETE FROM \(name) WHERE \(column) = \(value) RETURNING id"]
        case 9:
            let set = numbers.isEmpty ? "\(column) = \(column)" : "\(pick(numbers).name.quoted) = 7"
            return [
                "UPDATE \(name) SET \(set) WHERE \(column) = \(value) RETURNING id", "SELECT id FROM \(name) LIMIT 30",
            ]
        case 10:
            guard let sequence = schema.surroundings.sequences.first, !numbers.isEmpty else { break }
            let counted = pick(numbers).name.quoted
            return [
                "UPDATE \(name) SET \(counted) = nextval('\(sequence)') WHERE \(column) = \(value)",
                "SELECT id, \(counted) - min(\(counted)) OVER () FROM \(name) WHERE \(column) = \(value) ORDER BY id",
            ]
        case 11:
            return [
                "CREATE TEMP TABLE o (n int GENERATED ALWAYS AS IDENTITY, id int)",
                "INSERT INTO o (id) SELECT id FROM \(name) WHERE \(column) = \(value)", "SELECT n, id FROM o",
            ]
        case 12: return ["SELECT id FROM \(name) WHERE \(column) = \(value) FOR UPDATE SKIP LOCKED", "SELECT 1"]
        default: break
        }
        return ["SELECT id, row_number() OVER () FROM \(name) WHERE \(column) = \(value)"]
    }

    /// What a transaction has done, by the columns of the system's relations.
    mutating func observed() -> [String] {
        var statements = pick([
            ["SET TRANSACTION ISOLATION LEVEL SERIALIZABLE"], ["SET TRANSACTION ISOLATION LEVEL SERIALIZABLE"], [],
        ])
        if chance(50) { statements.append("SET LOCAL enable_seqscan = off") }
        for _ in 0...number(0...1) { statements += touched() }
        return statements + [told()]
    }

    private mutating func touched() -> [String] {
        // Whether a value is there may be asked, and where it would be may not.
        let open = schema.tables.filter { $0.columns.contains(where: \.isOpen) }
        switch number(0...4) {
        case 0, 1:
            guard !open.isEmpty else { break }
            let table = pick(open)
            let column = pick(table.columns.filter(\.isOpen))
            let value =
                column.type == "date"
                ? "date '2021-0\(number(1...9))-11'" : "'\(number(10_000_000_000...90_000_000_000))'"
            return ["SELECT id FROM \(relation(table)) WHERE \(column.name.quoted) = \(value)"]
        case 2, 3:
            // An update that changes nothing that is indexed costs the index nothing.
            guard let table = indexed() else { break }
            let hidden = table.columns.filter { $0.isProtected && !$0.isOpen && $0.isWritable }
            guard let column = hidden.isEmpty ? nil : pick(hidden) else { break }
            let value = constant(column.type, of: "\(table.schema).\(table.name).\(column.name)")
            return ["UPDATE \(relation(table)) SET \(column.name.quoted) = \(value) WHERE id < \(number(5...60))"]
        default: break
        }
        guard let table = indexed() else { return [query(depth: 1)] }
        return unsorted(table)
    }

    /// A question to a relation of the system, by some of its columns.
    mutating func told() -> String {
        guard chance(88) else {
            let table = pickTable()
            let name = "'\(table.schema).\(table.name)'::regclass"
            return
                "SELECT \(pick(["pg_stat_get_xact_tuples_hot_updated", "pg_stat_get_xact_tuples_updated", "pg_stat_get_xact_tuples_fetched", "pg_stat_get_xact_numscans", "pg_relation_size"]))(\(name))"
        }
        let wanted = ["pg_locks", "pg_locks", "pg_stat_xact_user_tables", "pg_stat_xact_user_tables"]
        let relations = schema.surroundings.system
        let name = chance(60) ? pick(wanted) : pick(relations.map(\.relation))
        guard let found = relations.first(where: { $0.relation == name }) else { return "SELECT 1" }
        let columns = Set((0...number(0...3)).map { _ in pick(found.columns) }).sorted()
        let list = columns.map { "(s.\($0))::text" }
        let filter =
            name == "pg_locks"
            ? " WHERE s.mode = 'SIReadLock'" : name.hasPrefix("pg_stat_xact") ? " WHERE schemaname = 'adv'" : ""
        let order = list.indices.map { "\($0 + 1)" }.joined(separator: ", ")
        return "SELECT \(list.joined(separator: ", ")) FROM \(name) s\(filter) ORDER BY \(order) LIMIT 40"
    }
}
