import Foundation
import TestSupport
import Testing

@Suite("pg_dump and pg_restore through the lane", .serialized)
struct PgDump {
    @Test("a table's dump has masked values only, and psql restores it")
    func dumpIsMaskedAndRestores() async throws {
        let (shown, restored) = try await OffPool.run {
            let stack = try Stack.clients.get()
            let dump = try Command(
                "pg_dump", ["--no-owner", "--no-privileges", "-t", "clinic.patients", "-d", stack.lane().url]
            ).check()
            return (try Self.realValues(in: dump, of: stack), try Self.restore(dump, beside: stack))
        }
        #expect(shown.isEmpty)
        #expect(restored == "2000|2000\n")
    }

    @Test(
        "a whole dump, in every format, restores its data into another database: masked there, and the rest unchanged",
        arguments: [["-Fc"], ["-Fd", "-j", "2", "--rows-per-insert=100"]])
    func roundTrip(format: [String]) async throws {
        let (shown, differing) = try await OffPool.run {
            let stack = try Stack.clients.get()
            let dump = FileManager.default.temporaryDirectory.appending(path: "dump-\(UUID().uuidString)").path()
            defer { try? FileManager.default.removeItem(atPath: dump) }
            let schemas = ["clinic", "billing", "archive"]
            try Command(
                "pg_dump", format + ["-f", dump, "-d", stack.lane().url] + schemas.flatMap { ["-n", $0] }
            ).check()
            let shown = try Self.realValues(in: Command("pg_restore", ["-f", "-", dump]).check(), of: stack)
            let other = try stack.fresh("restored", seed: 2)
            try Command(
                "psql", ["-qX", other.url, "-c", "TRUNCATE \(Self.tables.keys.joined(separator: ", ")) CASCADE"]
            ).check()
            try Command(
                "pg_restore",
                ["--data-only", "--disable-triggers", "--exit-on-error", "--no-owner", "-d", other.url, dump]
            ).check()
            var differing: [String] = []
            for (table, columns) in Self.tables {
                let text = "SELECT \(columns) FROM \(table) ORDER BY id"
                let (here, there) = (try PostgresConnection(other), try PostgresConnection(stack.direct))
                let (restored, original) = (try here.ask(text), try there.ask(text))
                if restored.rows != original.rows || restored.rows.isEmpty { differing.append(table) }
            }
            let masks = try PostgresConnection(other).ask(
                """
                SELECT 1 FROM clinic.patients WHERE ssn LIKE '***-**-____' AND name = '***' AND contact->>'email' = '***'
                  AND birth_date = date_trunc('year', birth_date) AND length(zip) = 3
                """)
            if masks.rows.count != 2000 { differing.append("\(masks.rows.count) masked rows") }
            return (shown, differing)
        }
        #expect(shown.isEmpty)
        #expect(differing == [])
    }

    @Test("pg_restore --data-only writes through the lane")
    func restoresThroughTheLane() async throws {
        let (before, after) = try await OffPool.run {
            let stack = try Stack.clients.get()
            let dump = FileManager.default.temporaryDirectory.appending(path: "dump-\(UUID().uuidString)").path()
            defer { try? FileManager.default.removeItem(atPath: dump) }
            let question = "SELECT md5(string_agg(k::text, '|' ORDER BY id)) FROM work.kinds k"
            let before = try PostgresConnection(stack.direct).ask(question)
            try Command("pg_dump", ["-Fc", "-t", "work.kinds", "-f", dump, "-d", stack.lane().url]).check()
            _ = try PostgresConnection(stack.direct).ask("TRUNCATE work.kinds")
            try Command("pg_restore", ["--data-only", "--exit-on-error", "-d", stack.lane().url, dump]).check()
            return (before, try PostgresConnection(stack.direct).ask(question))
        }
        #expect(before.rows.count == 1)
        #expect(after == before)
    }

    /// Tables with the columns that no mask changes.
    private static let tables = [
        "clinic.patients": "id, sex, risk_score, provider_id, created_at, contact->>'language'",
        "clinic.encounters": "*", "clinic.notes": "*", "clinic.providers": "*",
        "billing.claims": "id, patient_id, amount, status, filed_on", "archive.patients": "*",
        "clinic.\"Order\"": "id, item",
    ]

    /// How many lines of a dump hold protected values, for each kind that has any there.
    private static func realValues(in dump: String, of stack: Stack) throws -> [String: Int] {
        let real = try PostgresConnection(stack.direct).ask(
            "SELECT ssn, name, contact->>'email', contact->>'phone' FROM clinic.patients")
        let file = FileManager.default.temporaryDirectory.appending(path: "dump-\(UUID().uuidString).sql")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data(dump.utf8).write(to: file)
        var shown: [String: Int] = [:]
        for (column, what) in ["ssn", "name", "email", "phone"].enumerated() {
            let values = Set(real.rows.compactMap { $0[column].map { String(decoding: $0, as: UTF8.self) } })
            guard values.count > 100 else { throw TestFailure("\(values.count) values of \(what)") }
            let lines = values.joined(separator: "\n")
            let found = try Command("grep", ["-F", "-c", "-f", "-", file.path()], input: lines).run()
            guard found.status < 2, let count = Int(found.output.dropLast()) else { throw TestFailure(found.story) }
            if count > 0 { shown[what] = count }
        }
        return shown
    }

    /// Restores a dump where the table is not, and counts its rows, and those that are masked.
    private static func restore(_ dump: String, beside stack: Stack) throws -> String {
        let restored = try stack.fresh("restored", seed: 2)
        let psql = ["-qXAt", "-v", "ON_ERROR_STOP=1", restored.url]
        try Command("psql", psql + ["-c", "DROP TABLE clinic.patients CASCADE"]).check()
        try Command("psql", psql, input: dump).check()
        return try Command(
            "psql", psql + ["-c", "SELECT count(*), count(*) FILTER (WHERE ssn LIKE '***-**-%') FROM clinic.patients"]
        ).check()
    }
}
