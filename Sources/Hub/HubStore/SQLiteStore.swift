import FoundationEssentials
import GRDB

/// The store of a hub that runs alone: one SQLite file (WAL, synchronous FULL).
package final class SQLiteStore: HubStore {
    let pool: DatabasePool

    /// - Throws: `StoreFailure` when the file cannot be opened or is not one of ours.
    package init(path: String) throws(StoreFailure) {
        do {
            var configuration = Configuration()
            configuration.foreignKeysEnabled = true
            configuration.busyMode = .timeout(10)
            configuration.prepareDatabase { db in
                // What was answered to a sidecar must outlive a power cut.
                try db.execute(sql: "PRAGMA synchronous = FULL")
            }
            pool = try DatabasePool(path: path, configuration: configuration)
            try Self.migrator.migrate(pool)
        } catch {
            throw StoreFailure(reason: "\(path): \(Self.reason(error))")
        }
    }

    package func close() throws { try pool.close() }

    func read<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        do { return try await pool.read(body) } catch let error as DatabaseError { throw Self.failure(error) }
    }

    func write<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        do { return try await pool.write(body) } catch let error as DatabaseError { throw Self.failure(error) }
    }

    /// Without the statement's arguments, which may be anything.
    private static func failure(_ error: DatabaseError) -> StoreFailure { StoreFailure(reason: reason(error)) }

    private static func reason(_ error: any Error) -> String {
        guard let error = error as? DatabaseError else { return "cannot be opened" }
        return "SQLite: \(error.message ?? "error") (\(error.extendedResultCode.rawValue))"
    }

    static func list(_ text: String) -> [String] {
        (try? JSONDecoder().decode([String].self, from: Data(text.utf8))) ?? []
    }

    static func text(_ list: [String]) -> String {
        (try? JSONEncoder().encode(list)).map { String(decoding: $0, as: UTF8.self) } ?? "[]"
    }

    /// SQLite's integers are signed.
    static func integer(_ number: UInt64) -> Int64 { Int64(clamping: number) }
}
