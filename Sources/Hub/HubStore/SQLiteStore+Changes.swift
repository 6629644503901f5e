import GRDB

extension SQLiteStore {
    package func changes() async throws -> [ChangeTopic: UInt64] {
        try await read { db in
            var counters: [ChangeTopic: UInt64] = [:]
            for row in try Row.fetchAll(db, sql: "SELECT topic, counter FROM changes") {
                guard let topic = ChangeTopic(rawValue: row["topic"]) else { continue }
                counters[topic] = UInt64(row["counter"] as Int64)
            }
            return counters
        }
    }

    /// Part of the transaction of the change itself.
    static func changed(_ topic: ChangeTopic, _ db: Database) throws {
        try db.execute(
            sql: """
                INSERT INTO changes (topic, counter) VALUES (?, 1)
                ON CONFLICT (topic) DO UPDATE SET counter = counter + 1
                """, arguments: [topic.rawValue])
    }
}
