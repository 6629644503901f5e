import GRDB

extension SQLiteStore {
    package func add(_ event: HubEvent) async throws {
        try await write { db in
            try db.execute(
                sql: "INSERT INTO events (at, kind, severity, subject, detail) VALUES (?, ?, ?, ?, ?)",
                arguments: [
                    event.atSeconds, event.kind.rawValue, event.severity.rawValue, event.subject, event.detail,
                ])
            try Self.changed(.events, db)
        }
    }

    package func events(before id: UInt64?, limit: Int) async throws -> [HubEvent] {
        try await read { db in
            try Row.fetchAll(
                db, sql: "SELECT * FROM events WHERE id < ? ORDER BY id DESC LIMIT ?",
                arguments: [Self.integer(id ?? .max), limit]
            ).compactMap(Self.event)
        }
    }

    /// nil: of a kind that another version knows.
    static func event(_ row: Row) -> HubEvent? {
        guard let kind = HubEvent.Kind(rawValue: row["kind"]),
            let severity = HubEvent.Severity(rawValue: row["severity"])
        else { return nil }
        return HubEvent(
            id: UInt64(row["id"] as Int64), atSeconds: row["at"], kind: kind, severity: severity,
            subject: row["subject"], detail: row["detail"])
    }
}
