import Foundation
import TestSupport
import Testing

@Suite("pg_dump through the lane")
struct PgDump {
    @Test("dumps a table with masked values only, and the dump restores")
    func dumpIsMaskedAndRestores() async throws {
        try await OffPool.run {
            let stack = try Stack.clients.get()
            let dump = try Command(
                "pg_dump", ["--no-owner", "--no-privileges", "-t", "clinic.patients", "-d", stack.lane().url]
            ).check()
            let real = try PostgresConnection(stack.direct).ask(
                "SELECT ssn, name, contact->>'email', contact->>'phone' FROM clinic.patients")
            for (column, what) in ["ssn", "name", "email", "phone"].enumerated() {
                let values = Set(real.rows.compactMap { $0[column].map { String(decoding: $0, as: UTF8.self) } })
                let shown = values.filter { dump.contains($0) }
                #expect(!values.isEmpty && shown.isEmpty, "\(shown.count) of \(values.count): \(what)")
            }

            let restored = try stack.fresh("restored", seed: 2)
            let file = FileManager.default.temporaryDirectory.appending(path: "dump-\(UUID().uuidString).sql")
            defer { try? FileManager.default.removeItem(at: file) }
            try Data(dump.utf8).write(to: file)
            let psql = ["-qXAt", "-v", "ON_ERROR_STOP=1", restored.url]
            try Command("psql", psql + ["-c", "DROP TABLE clinic.patients CASCADE"]).check()
            try Command("psql", psql + ["-f", file.path()]).check()
            let count = try Command(
                "psql",
                psql + ["-c", "SELECT count(*), count(*) FILTER (WHERE ssn LIKE '***-**-%') FROM clinic.patients"]
            ).check()
            #expect(count == "2000|2000\n")
        }
    }
}
