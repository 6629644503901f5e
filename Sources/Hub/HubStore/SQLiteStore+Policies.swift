import GRDB

extension SQLiteStore {
    package func policy() async throws -> PolicyVersion? {
        try await read { db in
            try Row.fetchOne(db, sql: "SELECT * FROM policies ORDER BY number DESC LIMIT 1").map(Self.policy)
        }
    }

    package func policy(number: UInt64) async throws -> PolicyVersion? {
        try await read { db in
            try Row.fetchOne(db, sql: "SELECT * FROM policies WHERE number = ?", arguments: [Self.integer(number)])
                .map(Self.policy)
        }
    }

    package func policies(limit: Int) async throws -> [PolicyVersion] {
        try await read { db in
            try Row.fetchAll(
                db,
                sql:
                    "SELECT number, '' AS source, overrides, pushed_by, pushed_at FROM policies ORDER BY number DESC LIMIT ?",
                arguments: [limit]
            ).map(Self.policy)
        }
    }

    package func push(
        source: String, overrides: String, by: String, nowSeconds: Int64
    ) async throws -> PolicyVersion {
        try await write { db in
            let number = try (Int64.fetchOne(db, sql: "SELECT max(number) FROM policies") ?? 0) + 1
            try db.execute(
                sql: "INSERT INTO policies (number, source, overrides, pushed_by, pushed_at) VALUES (?, ?, ?, ?, ?)",
                arguments: [number, source, overrides, by, nowSeconds])
            try Self.changed(.policy, db)
            return PolicyVersion(
                number: UInt64(number), source: source, overrides: overrides, pushedBy: by, pushedAtSeconds: nowSeconds)
        }
    }

    private static func policy(_ row: Row) -> PolicyVersion {
        PolicyVersion(
            number: UInt64(row["number"] as Int64), source: row["source"], overrides: row["overrides"],
            pushedBy: row["pushed_by"],
            pushedAtSeconds: row["pushed_at"])
    }
}
