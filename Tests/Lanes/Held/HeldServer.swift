import TestSupport

/// A PostgreSQL of these tests, loaded with held.sql, with no sidecar before it.
enum HeldServer {
    static let password = "open sesame"
    private static let stack = Result {
        try Stack(name: "held", seed: 1, only: [Repository.fixture("held.sql")], policy: nil)
    }

    /// As the superuser.
    static func address() async throws -> PostgresAddress { try await OffPool.run { try stack.get().direct } }

    /// The first cell of the first row, as the superuser sees it.
    static func value(_ text: String) async throws -> String {
        let address = try await address()
        return try await OffPool.run {
            let answer = try PostgresConnection(address).ask(text)
            guard let cell = answer.rows.first?.first, let cell else { throw TestFailure("\(text): \(answer.summary)") }
            return String(decoding: cell, as: UTF8.self)
        }
    }
}
