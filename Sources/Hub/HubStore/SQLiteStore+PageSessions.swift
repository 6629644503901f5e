import FoundationEssentials
import GRDB

extension SQLiteStore {
    package func add(_ session: PageSession, nowSeconds: Int64) async throws {
        try await write { db in
            try db.execute(sql: "DELETE FROM page_sessions WHERE expires_at <= ?", arguments: [nowSeconds])
            try db.execute(
                sql: """
                    INSERT INTO page_sessions (hash, principal, groups, is_administrator, expires_at)
                    VALUES (?, ?, ?, ?, ?)
                    """,
                arguments: [
                    Data(session.hash), session.principal, Self.text(session.groups), session.isAdministrator,
                    session.expiresAtSeconds,
                ])
        }
    }

    package func pageSession(hash: [UInt8], nowSeconds: Int64) async throws -> PageSession? {
        try await read { db in
            try Row.fetchOne(
                db, sql: "SELECT * FROM page_sessions WHERE hash = ? AND expires_at > ?",
                arguments: [Data(hash), nowSeconds]
            ).map { row in
                PageSession(
                    hash: hash, principal: row["principal"], groups: Self.list(row["groups"]),
                    isAdministrator: row["is_administrator"], expiresAtSeconds: row["expires_at"])
            }
        }
    }

    package func removePageSession(hash: [UInt8]) async throws {
        try await write { try $0.execute(sql: "DELETE FROM page_sessions WHERE hash = ?", arguments: [Data(hash)]) }
    }
}
