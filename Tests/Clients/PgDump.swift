import Foundation
import TestSupport
import Testing

@Suite("pg_dump through the lane")
struct PgDump {
    @Test("dumps a table with masked values only, and the dump restores")
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
