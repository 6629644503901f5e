import PostgresLane
import TestSupport
import Testing

@Suite("Only databases in UTF8 are served")
struct EncodingTests {
    @Test("a database in another encoding is refused with the reason", arguments: ["LATIN1", "SQL_ASCII", "EUC_JP"])
    func others(_ encoding: String) async throws {
        let server = try RealCatalog.stack.get().direct
        let name = "in_\(encoding.lowercased())"
        let made = try PostgresConnection(server).ask(
            "CREATE DATABASE \(name) ENCODING '\(encoding)' LOCALE 'C' TEMPLATE template0")
        #expect(made.error == nil, "\(made.summary)")
        let failure = await #expect(throws: CatalogFailure.self) {
            try await RealCatalog.reader(server.database(name)).read()
        }
        #expect(failure?.reason == "the database's encoding is \(encoding), and a lane serves databases in UTF8 only")
    }
}
