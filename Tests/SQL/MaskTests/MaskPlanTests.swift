import Policy
import SQLRewrite
import TestSupport
import Testing

/// A condition that can only hold where a column is not NULL proves the predicate of many a partial index, and all of that
/// would be read, in the order of what is in it.
@Suite("The planner sees nothing through a mask") struct MaskPlanTests {
    /// Those that look at the column.
    private static let masks: [Mask] = [
        .last4, .first1, .zip3, .year, .age90, .pseudonym, .shift(subject: "id"),
        .json([JSONPathMask(path: ["phone"], mask: .redact)]),
    ]
    /// What is asked of a column, each of which proves that it is not NULL.
    private static let conditions = [
        "d.c IS NOT NULL", "d.c::text = 'x'", "length(d.c::text) > 0", "NOT d.c::text <> 'x'",
        "d.c::text IN ('x', 'y')",
    ]

    @Test("no condition on what is shown proves that the column is not NULL, also where it never is")
    func partialIndexes() async throws {
        let catalog = try await MaskServer.catalog()
        let columns = catalog.relations[MaskServer.relation]?.columns.map(\.name).filter { $0 != "id" } ?? []
        let session = try MaskServer.connect()
        let filled = columns.map { "ALTER \($0) SET NOT NULL" }.joined(separator: ", ")
        for sql in [
            "BEGIN", "CREATE TABLE masks.empty (LIKE masks.value)", "CREATE TABLE masks.filled (LIKE masks.value)",
            "ALTER TABLE masks.filled \(filled)", "SET LOCAL enable_seqscan = off",
        ] {
            _ = try MaskServer.text(session.ask(sql), sql)
        }
        for table in ["empty", "filled"] {
            for column in columns {
                let sql = "CREATE INDEX \(table)_\(column) ON masks.\(table) (id) WHERE \(column) IS NOT NULL"
                _ = try MaskServer.text(session.ask(sql), sql)
            }
            #expect(try Self.findsIndex(table, "id, c_text AS c", "d.c::text = 'x'", session), "a bare column is seen")
        }
        for mask in Self.masks {
            for column in MaskServer.fitting(mask, catalog) {
                let shown = try MaskServer.list([column: mask], catalog).replacing("AS \"\(column)\"", with: "AS c")
                for table in ["empty", "filled"] {
                    for condition in Self.conditions {
                        #expect(
                            try !Self.findsIndex(table, shown, condition, session), "\(mask) of \(column): \(condition)"
                        )
                    }
                }
            }
        }
        _ = try session.ask("ROLLBACK")
    }

    private static func findsIndex(
        _ table: String, _ shown: String, _ condition: String, _ session: PostgresConnection
    ) throws -> Bool {
        let question =
            "EXPLAIN (COSTS off) SELECT d.id FROM (SELECT \(shown) FROM masks.\(table)) AS d WHERE \(condition)"
        return try MaskServer.text(session.ask(question), question).contains { $0[0]?.contains("Index") ?? false }
    }
}
