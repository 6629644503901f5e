import FoundationEssentials
import GRDB

extension SQLiteStore {
    package func add(_ token: EnrolToken) async throws {
        try await write { db in
            try db.execute(
                sql: """
                    INSERT INTO enrol_tokens (id, hash, principal, groups, created_by, created_at, expires_at)
                    VALUES (?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    token.id, Data(token.hash), token.principal, Self.text(token.groups), token.createdBy,
                    token.createdAtSeconds, token.expiresAtSeconds,
                ])
        }
    }

    package func enrolTokens() async throws -> [EnrolToken] {
        try await read {
            try Row.fetchAll($0, sql: "SELECT * FROM enrol_tokens ORDER BY created_at, id").map(Self.enrolToken)
        }
    }

    package func removeEnrolToken(_ id: String) async throws -> Bool {
        try await write { db in
            try db.execute(sql: "DELETE FROM enrol_tokens WHERE id = ? AND used_at IS NULL", arguments: [id])
            return db.changesCount > 0
        }
    }

    package func enrol(_ instance: Instance, tokenHash: [UInt8], nowSeconds: Int64) async throws -> EnrolToken? {
        try await write { db in
            guard
                let row = try Row.fetchOne(
                    db, sql: "SELECT * FROM enrol_tokens WHERE hash = ?", arguments: [Data(tokenHash)])
            else { return nil }
            var token = Self.enrolToken(row)
            // An answer that was lost on its way is asked for again by the same instance.
            let isRepeated = token.usedBy == instance.id
            guard token.expiresAtSeconds > nowSeconds, token.usedBy == nil || isRepeated else { return nil }
            var enrolled = instance
            enrolled.principal = token.principal
            enrolled.groups = token.groups
            guard try Self.enrol(enrolled, db) != nil else { return nil }
            token.usedAtSeconds = nowSeconds
            token.usedBy = instance.id
            try db.execute(
                sql: "UPDATE enrol_tokens SET used_at = ?, used_by = ? WHERE id = ?",
                arguments: [nowSeconds, instance.id, token.id])
            return token
        }
    }

    private static func enrolToken(_ row: Row) -> EnrolToken {
        EnrolToken(
            id: row["id"], hash: Array(row["hash"] as Data), principal: row["principal"], groups: list(row["groups"]),
            createdBy: row["created_by"], createdAtSeconds: row["created_at"], expiresAtSeconds: row["expires_at"],
            usedAtSeconds: row["used_at"], usedBy: row["used_by"])
    }
}
