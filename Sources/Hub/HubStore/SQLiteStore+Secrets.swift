import FoundationEssentials
import GRDB

extension SQLiteStore {
    package func secret(_ kind: SecretKind, _ name: String) async throws -> StoredSecret? {
        try await read { try Self.secret(kind, name, $0) }
    }

    package func secrets(_ kind: SecretKind) async throws -> [StoredSecret] {
        try await read { db in
            try Row.fetchAll(db, sql: "SELECT * FROM secrets WHERE kind = ? ORDER BY name", arguments: [kind.rawValue])
                .compactMap(Self.secret)
        }
    }

    package func put(_ secret: StoredSecret) async throws {
        try await write { db in
            try db.execute(
                sql: """
                    INSERT INTO secrets (kind, name, version, label, sealed, updated_at) VALUES (?, ?, ?, ?, ?, ?)
                    ON CONFLICT (kind, name) DO UPDATE SET version = excluded.version, label = excluded.label,
                        sealed = excluded.sealed, updated_at = excluded.updated_at
                    """, arguments: Self.arguments(secret))
            if secret.kind == .pseudonymKey { try Self.changed(.policy, db) }
        }
    }

    package func putIfAbsent(_ secret: StoredSecret) async throws -> StoredSecret {
        try await write { db in
            try db.execute(
                sql: """
                    INSERT INTO secrets (kind, name, version, label, sealed, updated_at) VALUES (?, ?, ?, ?, ?, ?)
                    ON CONFLICT (kind, name) DO NOTHING
                    """, arguments: Self.arguments(secret))
            return try Self.secret(secret.kind, secret.name, db) ?? secret
        }
    }

    package func reseal(_ secret: StoredSecret, with sealed: [UInt8]) async throws -> Bool {
        try await write { db in
            try db.execute(
                sql: "UPDATE secrets SET sealed = ? WHERE kind = ? AND name = ? AND version = ? AND sealed = ?",
                arguments: [
                    Data(sealed), secret.kind.rawValue, secret.name, Self.integer(secret.version), Data(secret.sealed),
                ])
            return db.changesCount > 0
        }
    }

    package func removeSecret(_ kind: SecretKind, _ name: String) async throws -> Bool {
        try await write { db in
            try db.execute(
                sql: "DELETE FROM secrets WHERE kind = ? AND name = ?", arguments: [kind.rawValue, name])
            return db.changesCount > 0
        }
    }

    package func dataKeys() async throws -> [UInt32: [UInt8]] {
        try await read { db in
            var keys: [UInt32: [UInt8]] = [:]
            for row in try Row.fetchAll(db, sql: "SELECT number, sealed FROM data_keys") {
                keys[UInt32(clamping: row["number"] as Int64)] = Array(row["sealed"] as Data)
            }
            return keys
        }
    }

    package func addDataKey(_ number: UInt32, _ sealed: [UInt8]) async throws -> Bool {
        try await write { db in
            try db.execute(
                sql: "INSERT INTO data_keys (number, sealed) VALUES (?, ?) ON CONFLICT (number) DO NOTHING",
                arguments: [Int64(number), Data(sealed)])
            return db.changesCount > 0
        }
    }

    package func replaceDataKeys(_ sealed: [UInt32: [UInt8]]) async throws {
        try await write { db in
            try db.execute(sql: "DELETE FROM data_keys")
            for (number, key) in sealed {
                try db.execute(
                    sql: "INSERT INTO data_keys (number, sealed) VALUES (?, ?)", arguments: [Int64(number), Data(key)])
            }
        }
    }

    private static func arguments(_ secret: StoredSecret) -> StatementArguments {
        [
            secret.kind.rawValue, secret.name, integer(secret.version), secret.label, Data(secret.sealed),
            secret.updatedAtSeconds,
        ]
    }

    private static func secret(_ kind: SecretKind, _ name: String, _ db: Database) throws -> StoredSecret? {
        try Row.fetchOne(
            db, sql: "SELECT * FROM secrets WHERE kind = ? AND name = ?", arguments: [kind.rawValue, name]
        ).flatMap(Self.secret)
    }

    private static func secret(_ row: Row) -> StoredSecret? {
        guard let kind = SecretKind(rawValue: row["kind"]) else { return nil }
        return StoredSecret(
            kind: kind, name: row["name"], version: UInt64(row["version"] as Int64), label: row["label"],
            sealed: Array(row["sealed"] as Data), updatedAtSeconds: row["updated_at"])
    }
}
