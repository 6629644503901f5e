import GRDB

extension SQLiteStore {
    package func open(_ use: StoredCredentialUse, limit: Int, sinceSeconds: Int64) async throws -> Bool {
        try await write { db in
            let count = try Int.fetchOne(
                db,
                sql: "SELECT count(*) FROM credential_uses WHERE instance = ? AND target = ? AND opened_at > ?",
                arguments: [use.instance, use.target, sinceSeconds])
            guard (count ?? 0) < limit else { return false }
            try db.execute(
                sql: """
                    INSERT INTO credential_uses
                        (id, instance, target, credential, session, principal, state, opened_at)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    use.id, use.instance, use.target, use.credential, use.session, use.principal, use.state.rawValue,
                    use.openedAtSeconds,
                ])
            return true
        }
    }

    package func prove(_ id: String, instance: String, sinceSeconds: Int64) async throws -> StoredCredentialUse? {
        try await write { db in
            try Row.fetchOne(
                db,
                sql: """
                    UPDATE credential_uses SET state = 'proven'
                    WHERE id = ? AND instance = ? AND state = 'opened' AND opened_at > ? RETURNING *
                    """, arguments: [id, instance, sinceSeconds]
            ).flatMap(Self.use)
        }
    }

    package func endUse(_ id: String, instance: String) async throws -> StoredCredentialUse? {
        try await write { db in
            let row = try Row.fetchOne(
                db, sql: "SELECT * FROM credential_uses WHERE id = ? AND instance = ? AND state = 'proven'",
                arguments: [id, instance])
            try db.execute(
                sql: "UPDATE credential_uses SET state = 'ended' WHERE id = ? AND instance = ?",
                arguments: [id, instance])
            return row.flatMap(Self.use)
        }
    }

    package func credentialUses(credential: String?, limit: Int) async throws -> [StoredCredentialUse] {
        try await read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT * FROM credential_uses WHERE ? IS NULL OR credential = ?
                    ORDER BY opened_at DESC, id LIMIT ?
                    """, arguments: [credential, credential, limit]
            ).compactMap(Self.use)
        }
    }

    private static func use(_ row: Row) -> StoredCredentialUse? {
        guard let state = StoredCredentialUse.State(rawValue: row["state"]) else { return nil }
        return StoredCredentialUse(
            id: row["id"], instance: row["instance"], target: row["target"], credential: row["credential"],
            session: row["session"], principal: row["principal"], state: state, openedAtSeconds: row["opened_at"])
    }
}
