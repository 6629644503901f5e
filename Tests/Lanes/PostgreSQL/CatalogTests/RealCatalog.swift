import PostgresLane
import SQLRewrite
import TestSupport

/// What the reader makes of a real server, loaded with ehr.sql and catalog.sql.
enum RealCatalog {
    static let stack = Result {
        try Stack(name: "catalog", seed: 1, sql: [Repository.fixture("catalog.sql")], policy: nil)
    }

    /// As the superuser reads it.
    static func read() async throws -> Catalog { try await read(stack.get().direct) }

    static func read(_ address: PostgresAddress) async throws -> Catalog { try await reader(address).read().catalog }

    /// Over a connection of its own.
    static func reader(_ address: PostgresAddress) throws -> CatalogReader {
        let connection = try PostgresConnection(address)
        return CatalogReader { text in
            let answer = try connection.ask(text)
            guard answer.error == nil, !answer.closed else { throw TestFailure("\(text): \(answer.summary)") }
            return answer.rows.map { row in row.map { cell in cell.map { String(decoding: $0, as: UTF8.self) } } }
        }
    }
}
