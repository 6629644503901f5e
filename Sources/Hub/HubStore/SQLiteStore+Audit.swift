import FoundationEssentials
import GRDB

extension SQLiteStore {
    package func log(_ origin: String) async throws -> StoredLog? { try await read { try Self.log(origin, $0) } }

    package func logs() async throws -> [StoredLog] {
        try await read { try Row.fetchAll($0, sql: Self.logsAndHeads + " ORDER BY logs.origin").map(Self.log) }
    }

    package func append(_ records: [StoredRecord], to log: StoredLog, oldSize: UInt64) async throws -> Bool {
        try await write { db in
            let kept = try Self.log(log.origin, db)
            guard kept?.size ?? 0 == oldSize, kept?.aheadSize ?? 0 == log.aheadSize else { return false }
            for record in records {
                try db.execute(
                    sql: """
                        INSERT INTO records
                            (origin, seq, at, type, session, principal, target, rule, verdict, phi, line)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        """,
                    arguments: [
                        record.origin, Self.integer(record.seq), record.atMicroseconds, record.type, record.session,
                        record.principal, record.target, record.rule, record.verdict, record.phi, record.line,
                    ])
            }
            try Self.put(log, db)
            return true
        }
    }

    package func dropUncosigned(_ origin: String) async throws -> StoredLog? {
        try await write { db in
            guard var log = try Self.log(origin, db) else { return nil }
            try db.execute(
                sql: "DELETE FROM records WHERE origin = ? AND seq >= ?",
                arguments: [origin, Self.integer(log.cosignedSize)])
            let last = try String.fetchOne(
                db, sql: "SELECT line FROM records WHERE origin = ? ORDER BY seq DESC LIMIT 1", arguments: [origin])
            log.size = log.cosignedSize
            log.frontier = log.cosignedFrontier
            log.lastMono = last.flatMap(Self.mono) ?? 0
            try Self.put(log, db)
            return log
        }
    }

    package func removeLog(_ origin: String, notUpdatedSinceSeconds: Int64) async throws -> Bool {
        try await write { db in
            guard let log = try Self.log(origin, db), log.updatedAtSeconds < notUpdatedSinceSeconds else {
                return false
            }
            for table in ["records", "tree_hashes", "logs"] {
                try db.execute(sql: "DELETE FROM \(table) WHERE origin = ?", arguments: [origin])
            }
            return true
        }
    }

    package func records(of origin: String, from seq: UInt64, limit: Int) async throws -> [StoredRecord] {
        try await read { db in
            try Row.fetchAll(
                db, sql: "SELECT * FROM records WHERE origin = ? AND seq >= ? ORDER BY seq LIMIT ?",
                arguments: [origin, Self.integer(seq), limit]
            ).map(Self.record)
        }
    }

    package func search(_ query: RecordQuery) async throws -> [StoredRecord] {
        var conditions: [String] = []
        var arguments: StatementArguments = []
        func add(_ condition: String, _ value: (any DatabaseValueConvertible & Sendable)?) {
            guard let value else { return }
            conditions.append(condition)
            arguments += [value]
        }
        add("origin = ?", query.origin)
        add("principal = ?", query.principal)
        add("target = ?", query.target)
        add("rule = ?", query.rule)
        add("verdict = ?", query.verdict)
        add("type = ?", query.type)
        add("session = ?", query.session)
        add("at >= ?", query.fromMicroseconds)
        add("at < ?", query.toMicroseconds)
        // Of a list of dotted names, one that is this name or lies below it.
        add("instr(' ' || replace(phi, ' ', '. ') || '.', ?) > 0", query.table.map { " \($0)." })
        let condition = conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND ")
        let sql = "SELECT * FROM records \(condition) ORDER BY at DESC, origin, seq DESC LIMIT ?"
        arguments += [query.limit]
        let all = arguments
        return try await read { try Row.fetchAll($0, sql: sql, arguments: all).map(Self.record) }
    }

    private static func put(_ log: StoredLog, _ db: Database) throws {
        try db.execute(
            sql: """
                INSERT INTO logs
                    (origin, size, cosigned_size, frontier, cosigned_frontier, last_mono, checkpoint, updated_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (origin) DO UPDATE SET size = excluded.size, cosigned_size = excluded.cosigned_size,
                    frontier = excluded.frontier, cosigned_frontier = excluded.cosigned_frontier,
                    last_mono = excluded.last_mono, checkpoint = excluded.checkpoint, updated_at = excluded.updated_at
                """,
            arguments: [
                log.origin, integer(log.size), integer(log.cosignedSize), Data(log.frontier),
                Data(log.cosignedFrontier), integer(log.lastMono), log.checkpoint, log.updatedAtSeconds,
            ])
    }

    /// A log of which nothing was kept, but a tree cosigned, has a size of 0.
    static func log(_ origin: String, _ db: Database) throws -> StoredLog? {
        if let row = try Row.fetchOne(db, sql: logsAndHeads + " WHERE logs.origin = ?", arguments: [origin]) {
            return log(row)
        }
        let head = try Row.fetchOne(db, sql: "SELECT * FROM cosigned_heads WHERE origin = ?", arguments: [origin])
        return head.map {
            StoredLog(origin: origin, aheadSize: UInt64($0["size"] as Int64), aheadRoot: Array($0["root"] as Data))
        }
    }

    private static let logsAndHeads = """
        SELECT logs.*, cosigned_heads.size AS ahead_size, cosigned_heads.root AS ahead_root
        FROM logs LEFT JOIN cosigned_heads USING (origin)
        """

    private static func log(_ row: Row) -> StoredLog {
        StoredLog(
            origin: row["origin"], size: UInt64(row["size"] as Int64),
            cosignedSize: UInt64(row["cosigned_size"] as Int64), frontier: Array(row["frontier"] as Data),
            cosignedFrontier: Array(row["cosigned_frontier"] as Data), lastMono: UInt64(row["last_mono"] as Int64),
            checkpoint: row["checkpoint"], updatedAtSeconds: row["updated_at"],
            witnessedCheckpoint: row["witnessed_checkpoint"], witnessedSize: UInt64(row["witnessed_size"] as Int64),
            aheadSize: UInt64(row["ahead_size"] as Int64? ?? 0), aheadRoot: Array(row["ahead_root"] as Data? ?? Data()))
    }

    private static func record(_ row: Row) -> StoredRecord {
        StoredRecord(
            origin: row["origin"], seq: UInt64(row["seq"] as Int64), atMicroseconds: row["at"], type: row["type"],
            session: row["session"], principal: row["principal"], target: row["target"], rule: row["rule"],
            verdict: row["verdict"], phi: row["phi"], line: row["line"])
    }

    private static func mono(_ line: String) -> UInt64? {
        struct Stamp: Decodable { var mono: UInt64 }
        return (try? JSONDecoder().decode(Stamp.self, from: Data(line.utf8)))?.mono
    }
}
