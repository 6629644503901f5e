import FoundationEssentials
import GRDB

extension SQLiteStore {
    package func adminTokens() async throws -> [AdminToken] {
        try await read { try Row.fetchAll($0, sql: "SELECT * FROM admin_tokens ORDER BY name").map(Self.adminToken) }
    }

    package func adminToken(hash: [UInt8]) async throws -> AdminToken? {
        try await read { db in
            try Row.fetchOne(db, sql: "SELECT * FROM admin_tokens WHERE hash = ?", arguments: [Data(hash)])
                .map(Self.adminToken)
        }
    }

    package func put(_ token: AdminToken) async throws {
        try await write { db in
            try db.execute(
                sql: """
                    INSERT INTO admin_tokens (name, hash, created_at) VALUES (?, ?, ?)
                    ON CONFLICT (name) DO UPDATE SET hash = excluded.hash, created_at = excluded.created_at
                    """, arguments: [token.name, Data(token.hash), token.createdAtSeconds])
        }
    }

    package func removeAdminToken(_ name: String) async throws -> Bool {
        try await write { db in
            try db.execute(sql: "DELETE FROM admin_tokens WHERE name = ?", arguments: [name])
            return db.changesCount > 0
        }
    }

    private static func adminToken(_ row: Row) -> AdminToken {
        AdminToken(name: row["name"], hash: Array(row["hash"] as Data), createdAtSeconds: row["created_at"])
    }
}
