import FoundationEssentials
import GRDB
package import HubAPI

extension SQLiteStore {
    package func instance(_ id: String) async throws -> Instance? { try await read { try Self.instance(id, $0) } }

    package func instances() async throws -> [Instance] {
        try await read { db in
            try Row.fetchAll(db, sql: "SELECT * FROM instances ORDER BY enrolled_at, id").map(Self.instance)
        }
    }

    package func enrol(_ instance: Instance) async throws -> Instance? {
        try await write { try Self.enrol(instance, $0) }
    }

    package func revoke(_ id: String, reason: String, nowSeconds: Int64) async throws -> Instance? {
        try await write { db in
            try db.execute(
                sql: "UPDATE instances SET revoked_at = ?, revoked_reason = ? WHERE id = ? AND revoked_at IS NULL",
                arguments: [nowSeconds, reason, id])
            if db.changesCount > 0 { try Self.changed(.policy, db) }
            return try Self.instance(id, db)
        }
    }

    package func heard(_ id: String, heartbeat: String, nowSeconds: Int64) async throws -> Instance? {
        try await write { db in
            let before = try Self.instance(id, db)
            try db.execute(
                sql: "UPDATE instances SET last_heartbeat = ?, heartbeat = ?, is_missing = 0 WHERE id = ?",
                arguments: [nowSeconds, heartbeat, id])
            return before
        }
    }

    package func withhold(_ policy: WithheldPolicy?, from id: String) async throws -> Bool {
        let text = try policy.map { String(decoding: try HubJSON.encode($0), as: UTF8.self) }
        return try await write { db in
            try db.execute(
                sql: "UPDATE instances SET withheld = ? WHERE id = ? AND withheld IS NOT ?",
                arguments: [text, id, text])
            return db.changesCount > 0
        }
    }

    package func markLeft(_ id: String) async throws {
        try await write { try $0.execute(sql: "UPDATE instances SET is_missing = 1 WHERE id = ?", arguments: [id]) }
    }

    package func markMissing(silentSinceSeconds: Int64) async throws -> [Instance] {
        try await write { db in
            let silent = """
                revoked_at IS NULL AND is_missing = 0 AND coalesce(last_heartbeat, enrolled_at) < ?
                """
            let found = try Row.fetchAll(
                db, sql: "SELECT * FROM instances WHERE \(silent)", arguments: [silentSinceSeconds]
            ).map(Self.instance)
            if !found.isEmpty {
                try db.execute(
                    sql: "UPDATE instances SET is_missing = 1 WHERE \(silent)", arguments: [silentSinceSeconds])
            }
            return found
        }
    }

    static func instance(_ id: String, _ db: Database) throws -> Instance? {
        try Row.fetchOne(db, sql: "SELECT * FROM instances WHERE id = ?", arguments: [id]).map(Self.instance)
    }

    static func enrol(_ instance: Instance, _ db: Database) throws -> Instance? {
        let known = try Self.instance(instance.id, db)
        if let known, known.auditPublicKey != instance.auditPublicKey { return nil }
        try db.execute(
            sql: """
                INSERT INTO instances (id, principal, groups, origin, audit_key, tls_key, version, enrolled_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (id) DO UPDATE SET principal = excluded.principal, groups = excluded.groups,
                    tls_key = excluded.tls_key, version = excluded.version, enrolled_at = excluded.enrolled_at
                """,
            arguments: [
                instance.id, instance.principal, text(instance.groups), instance.origin, Data(instance.auditPublicKey),
                Data(instance.tlsPublicKey), instance.version, instance.enrolledAtSeconds,
            ])
        // A new sidecar changes nothing for those that wait.
        if let known, known.principal != instance.principal || known.groups != instance.groups {
            try changed(.policy, db)
        }
        return try Self.instance(instance.id, db)
    }

    private static func instance(_ row: Row) -> Instance {
        Instance(
            id: row["id"], principal: row["principal"], groups: list(row["groups"]), origin: row["origin"],
            auditPublicKey: Array(row["audit_key"] as Data), tlsPublicKey: Array(row["tls_key"] as Data),
            version: row["version"], enrolledAtSeconds: row["enrolled_at"], revokedAtSeconds: row["revoked_at"],
            revokedReason: row["revoked_reason"], lastHeartbeatSeconds: row["last_heartbeat"],
            heartbeat: row["heartbeat"], isMissing: row["is_missing"],
            withheld: (row["withheld"] as String?).flatMap {
                try? HubJSON.decode(WithheldPolicy.self, from: Array($0.utf8))
            })
    }
}
