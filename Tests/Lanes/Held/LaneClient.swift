import TestSupport

/// A client of the lane that waits away from the threads that tests share. Asked one thing at a time.
final class LaneClient: @unchecked Sendable {
    private let connection: PostgresConnection

    /// Blocks.
    init(_ address: PostgresAddress) throws { connection = try PostgresConnection(address) }

    func answer(to text: String) async throws -> Answer { try await OffPool.run { try self.connection.ask(text) } }

    /// The first cell of the answer, or its SQLSTATE.
    func cell(_ text: String) async throws -> String {
        let answer = try await answer(to: text)
        if let error = answer.error { return error["C"] ?? "" }
        guard let cell = answer.rows.first?.first, let cell else { return answer.summary }
        return String(decoding: cell, as: UTF8.self)
    }

    func abort() { connection.abort() }

    func send(_ bytes: [UInt8]) { connection.send(bytes) }

    func answer() async throws -> Answer { try await OffPool.run { try self.connection.answer() } }

    func cancel(at address: PostgresAddress) async throws {
        try await OffPool.run { try PostgresConnection.cancel(address, self.connection.key) }
    }
}
