import GRDB

extension SQLiteStore {
    package func claimDeliveries(
        limit: Int, leaseSeconds: Int64, nowSeconds: Int64
    ) async throws -> [WebhookDelivery] {
        try await write { db in
            try Row.fetchAll(
                db,
                sql: """
                    UPDATE webhook_deliveries SET tries = tries + 1, due_at = ?
                    WHERE id IN (SELECT id FROM webhook_deliveries WHERE due_at <= ? ORDER BY due_at, id LIMIT ?)
                    RETURNING *
                    """, arguments: [nowSeconds + leaseSeconds, nowSeconds, limit]
            ).map { row in
                WebhookDelivery(
                    id: row["id"], webhook: row["webhook"], body: row["body"], tries: row["tries"],
                    createdAtSeconds: row["created_at"])
            }
        }
    }

    package func removeDelivery(_ id: String) async throws {
        try await write { try $0.execute(sql: "DELETE FROM webhook_deliveries WHERE id = ?", arguments: [id]) }
    }

    package func retryDelivery(_ id: String, atSeconds: Int64) async throws {
        try await write { db in
            try db.execute(sql: "UPDATE webhook_deliveries SET due_at = ? WHERE id = ?", arguments: [atSeconds, id])
        }
    }

    package func unannouncedEvents(limit: Int) async throws -> [HubEvent] {
        try await read { db in
            try Row.fetchAll(
                db, sql: "SELECT * FROM events WHERE is_announced = 0 ORDER BY id LIMIT ?", arguments: [limit]
            ).compactMap(Self.event)
        }
    }

    package func announce(_ event: UInt64, deliveries: [WebhookDelivery]) async throws {
        try await write { db in
            try db.execute(
                sql: "UPDATE events SET is_announced = 1 WHERE id = ? AND is_announced = 0",
                arguments: [Self.integer(event)])
            guard db.changesCount == 1 else { return }
            for delivery in deliveries { try Self.enqueue(delivery, db) }
        }
    }

    /// Part of the transaction that makes what it tells of.
    static func enqueue(_ delivery: WebhookDelivery, _ db: Database) throws {
        try db.execute(
            sql: """
                INSERT INTO webhook_deliveries (id, webhook, body, tries, created_at, due_at) VALUES (?, ?, ?, 0, ?, ?)
                """,
            arguments: [
                delivery.id, delivery.webhook, delivery.body, delivery.createdAtSeconds, delivery.createdAtSeconds,
            ])
    }
}
