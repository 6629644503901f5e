import FoundationEssentials
import GRDB
package import HubAPI

extension SQLiteStore {
    package func request(
        _ approval: StoredApproval, pendingLimit: Int, deliveries: [WebhookDelivery]
    ) async throws -> StoredApproval? {
        try await write { db in
            if let known = try Self.approval(approval.request.id, db) {
                return known.instance == approval.instance ? known : nil
            }
            let pending = try Int.fetchOne(
                db, sql: "SELECT count(*) FROM approvals WHERE instance = ? AND state = 'pending'",
                arguments: [approval.instance])
            guard (pending ?? 0) < pendingLimit else { return nil }
            try db.execute(
                sql: """
                    INSERT INTO approvals (id, instance, boot, state, request, principal, target, rule, created_at,
                        expires_at)
                    VALUES (?, ?, ?, 'pending', ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    approval.request.id, approval.instance, approval.request.boot,
                    String(decoding: try HubJSON.encode(approval.request), as: UTF8.self), approval.request.principal,
                    approval.request.target, approval.request.rule, approval.createdAtSeconds,
                    approval.expiresAtSeconds,
                ])
            let grant = try Row.fetchOne(
                db,
                sql: """
                    SELECT * FROM approval_grants
                    WHERE principal = ? AND target = ? AND rule = ? AND expires_at > ? ORDER BY expires_at DESC
                    """,
                arguments: [
                    approval.request.principal, approval.request.target, approval.request.rule,
                    approval.createdAtSeconds,
                ]
            ).map(Self.grant)
            if let grant {
                try Self.end(
                    approval.request.id, .approved, by: grant.grantedBy, reason: "granted with \(grant.id)",
                    approval.createdAtSeconds, db)
            } else {
                for delivery in deliveries { try Self.enqueue(delivery, db) }
            }
            try Self.changed(.approvals, db)
            return try Self.approval(approval.request.id, db)
        }
    }

    package func approval(_ id: String) async throws -> StoredApproval? { try await read { try Self.approval(id, $0) } }

    package func approvals(state: ApprovalState.State?, limit: Int) async throws -> [StoredApproval] {
        try await read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT * FROM approvals WHERE ? IS NULL OR state = ? ORDER BY created_at DESC, id LIMIT ?
                    """, arguments: [state?.rawValue, state?.rawValue, limit]
            ).compactMap(Self.approval)
        }
    }

    package func decide(
        _ id: String, _ state: ApprovalState.State, by: String, reason: String?, grant: ApprovalGrant?,
        nowSeconds: Int64
    ) async throws -> StoredApproval? {
        try await write { db in
            guard let known = try Self.approval(id, db), known.state == .pending, known.expiresAtSeconds > nowSeconds
            else { return nil }
            try Self.end(id, state, by: by, reason: reason, nowSeconds, db)
            if let grant {
                try db.execute(
                    sql: """
                        INSERT INTO approval_grants (id, principal, target, rule, granted_by, granted_at, expires_at)
                        VALUES (?, ?, ?, ?, ?, ?, ?)
                        """,
                    arguments: [
                        grant.id, grant.principal, grant.target, grant.rule, grant.grantedBy, grant.grantedAtSeconds,
                        grant.expiresAtSeconds,
                    ])
            }
            try Self.changed(.approvals, db)
            return try Self.approval(id, db)
        }
    }

    package func expireApprovals(nowSeconds: Int64) async throws -> [StoredApproval] {
        try await write { db in
            try Self.endAll(
                "expires_at <= ?", [nowSeconds], .expired, reason: "nobody decided in time", nowSeconds, db)
        }
    }

    package func abandonApprovals(
        of instance: String, butOf boot: String?, nowSeconds: Int64
    ) async throws -> [StoredApproval] {
        try await write { db in
            try Self.endAll(
                "instance = ? AND boot <> ?", [instance, boot ?? ""], .abandoned, reason: "the sidecar went away",
                nowSeconds, db)
        }
    }

    package func decisions(
        of instance: String, after sequence: UInt64, limit: Int
    ) async throws -> [StoredApproval] {
        try await read { db in
            try Row.fetchAll(
                db, sql: "SELECT * FROM approvals WHERE instance = ? AND sequence > ? ORDER BY sequence LIMIT ?",
                arguments: [instance, Self.integer(sequence), limit]
            ).compactMap(Self.approval)
        }
    }

    package func grants(nowSeconds: Int64) async throws -> [ApprovalGrant] {
        try await read { db in
            try Row.fetchAll(
                db, sql: "SELECT * FROM approval_grants WHERE expires_at > ? ORDER BY expires_at",
                arguments: [nowSeconds]
            ).map(Self.grant)
        }
    }

    package func removeGrant(_ id: String) async throws -> Bool {
        try await write { db in
            try db.execute(sql: "DELETE FROM approval_grants WHERE id = ?", arguments: [id])
            return db.changesCount > 0
        }
    }

    private static func endAll(
        _ condition: String, _ arguments: StatementArguments, _ state: ApprovalState.State, reason: String,
        _ nowSeconds: Int64, _ db: Database
    ) throws -> [StoredApproval] {
        let ids = try String.fetchAll(
            db, sql: "SELECT id FROM approvals WHERE state = 'pending' AND \(condition) ORDER BY created_at, id",
            arguments: arguments)
        for id in ids { try end(id, state, by: nil, reason: reason, nowSeconds, db) }
        if !ids.isEmpty { try changed(.approvals, db) }
        return try ids.compactMap { try approval($0, db) }
    }

    private static func end(
        _ id: String, _ state: ApprovalState.State, by: String?, reason: String?, _ nowSeconds: Int64, _ db: Database
    ) throws {
        try db.execute(
            sql: """
                UPDATE approvals SET state = ?, decided_at = ?, decided_by = ?, reason = ?,
                    sequence = (SELECT coalesce(max(sequence), 0) + 1 FROM approvals)
                WHERE id = ?
                """, arguments: [state.rawValue, nowSeconds, by, reason, id])
    }

    private static func approval(_ id: String, _ db: Database) throws -> StoredApproval? {
        try Row.fetchOne(db, sql: "SELECT * FROM approvals WHERE id = ?", arguments: [id]).flatMap(Self.approval)
    }

    private static func approval(_ row: Row) -> StoredApproval? {
        guard let state = ApprovalState.State(rawValue: row["state"]),
            let request = try? HubJSON.decode(ApprovalRequest.self, from: Data((row["request"] as String).utf8))
        else { return nil }
        return StoredApproval(
            request: request, instance: row["instance"], state: state, createdAtSeconds: row["created_at"],
            expiresAtSeconds: row["expires_at"], decidedAtSeconds: row["decided_at"], decidedBy: row["decided_by"],
            reason: row["reason"], sequence: (row["sequence"] as Int64?).map { UInt64($0) })
    }

    private static func grant(_ row: Row) -> ApprovalGrant {
        ApprovalGrant(
            id: row["id"], principal: row["principal"], target: row["target"], rule: row["rule"],
            grantedBy: row["granted_by"], grantedAtSeconds: row["granted_at"], expiresAtSeconds: row["expires_at"])
    }
}
