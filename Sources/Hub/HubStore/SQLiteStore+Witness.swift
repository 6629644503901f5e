import FoundationEssentials
import GRDB

extension SQLiteStore {
    package func cosign(_ origin: String, size: UInt64, root: [UInt8], oldSize: UInt64) async throws -> Bool {
        try await write { db in
            let log = try Self.log(origin, db)
            guard max(log?.cosignedSize ?? 0, log?.aheadSize ?? 0) == oldSize else { return false }
            try db.execute(
                sql: """
                    INSERT INTO cosigned_heads (origin, size, root) VALUES (?, ?, ?)
                    ON CONFLICT (origin) DO UPDATE SET size = excluded.size, root = excluded.root
                    """,
                arguments: [origin, Self.integer(size), Data(root)])
            return true
        }
    }

    package func treeHashes(
        of origin: String, level: Int, from index: UInt64, count: Int
    ) async throws -> [UInt64: [UInt8]] {
        try await read { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT position, hash FROM tree_hashes WHERE origin = ? AND level = ? AND position BETWEEN ? AND ?
                    """,
                arguments: [origin, level, Self.integer(index), Self.integer(index + UInt64(count) - 1)])
            return rows.reduce(into: [:]) { $0[UInt64($1["position"] as Int64)] = Array($1["hash"] as Data) }
        }
    }

    package func keep(treeHashes: [UInt64: [UInt8]], of origin: String, level: Int) async throws {
        try await write { db in
            for (index, hash) in treeHashes {
                try db.execute(
                    sql: """
                        INSERT INTO tree_hashes (origin, level, position, hash) VALUES (?, ?, ?, ?)
                        ON CONFLICT DO NOTHING
                        """,
                    arguments: [origin, level, Self.integer(index), Data(hash)])
            }
        }
    }

    package func setWitnessed(_ note: String, size: UInt64, of origin: String) async throws {
        try await write { db in
            try db.execute(
                sql: """
                    UPDATE logs SET witnessed_checkpoint = ?, witnessed_size = ?
                    WHERE origin = ? AND witnessed_size <= ?
                    """,
                arguments: [note, Self.integer(size), origin, Self.integer(size)])
        }
    }
}
