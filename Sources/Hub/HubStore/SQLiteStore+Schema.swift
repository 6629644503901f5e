import GRDB

extension SQLiteStore {
    /// Each migration runs once, in order; one that was shipped is never changed.
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 identity and policy") { db in
            try db.execute(
                sql: """
                    CREATE TABLE changes (topic TEXT PRIMARY KEY, counter INTEGER NOT NULL) STRICT, WITHOUT ROWID;
                    CREATE TABLE data_keys (number INTEGER PRIMARY KEY, sealed BLOB NOT NULL) STRICT;
                    CREATE TABLE secrets (
                        kind TEXT NOT NULL, name TEXT NOT NULL, version INTEGER NOT NULL, label TEXT NOT NULL,
                        sealed BLOB NOT NULL, updated_at INTEGER NOT NULL,
                        PRIMARY KEY (kind, name)) STRICT;
                    CREATE TABLE admin_tokens (
                        name TEXT PRIMARY KEY, hash BLOB NOT NULL UNIQUE, created_at INTEGER NOT NULL) STRICT;
                    CREATE TABLE enrol_tokens (
                        id TEXT PRIMARY KEY, hash BLOB NOT NULL UNIQUE, principal TEXT NOT NULL, groups TEXT NOT NULL,
                        created_by TEXT NOT NULL, created_at INTEGER NOT NULL, expires_at INTEGER NOT NULL,
                        used_at INTEGER, used_by TEXT) STRICT;
                    CREATE TABLE instances (
                        id TEXT PRIMARY KEY, principal TEXT NOT NULL, groups TEXT NOT NULL, origin TEXT NOT NULL,
                        audit_key BLOB NOT NULL, tls_key BLOB NOT NULL, version TEXT NOT NULL,
                        enrolled_at INTEGER NOT NULL, revoked_at INTEGER, revoked_reason TEXT,
                        last_heartbeat INTEGER, heartbeat TEXT, is_missing INTEGER NOT NULL DEFAULT 0) STRICT;
                    CREATE TABLE policies (
                        number INTEGER PRIMARY KEY, source TEXT NOT NULL, pushed_by TEXT NOT NULL,
                        pushed_at INTEGER NOT NULL) STRICT;
                    CREATE TABLE events (
                        id INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, kind TEXT NOT NULL,
                        severity TEXT NOT NULL, subject TEXT NOT NULL, detail TEXT NOT NULL) STRICT;
                    """)
        }
        migrator.registerMigration("2 approvals") { db in
            try db.execute(
                sql: """
                    CREATE TABLE approvals (
                        id TEXT PRIMARY KEY, instance TEXT NOT NULL, boot TEXT NOT NULL, state TEXT NOT NULL,
                        request TEXT NOT NULL, principal TEXT NOT NULL, target TEXT NOT NULL, rule TEXT NOT NULL,
                        created_at INTEGER NOT NULL, expires_at INTEGER NOT NULL, decided_at INTEGER, decided_by TEXT,
                        reason TEXT, sequence INTEGER UNIQUE) STRICT;
                    CREATE INDEX approvals_pending ON approvals (expires_at) WHERE state = 'pending';
                    CREATE INDEX approvals_of_instance ON approvals (instance, sequence);
                    CREATE INDEX approvals_by_time ON approvals (created_at DESC, id);
                    CREATE TABLE approval_grants (
                        id TEXT PRIMARY KEY, principal TEXT NOT NULL, target TEXT NOT NULL, rule TEXT NOT NULL,
                        granted_by TEXT NOT NULL, granted_at INTEGER NOT NULL, expires_at INTEGER NOT NULL) STRICT;
                    CREATE INDEX approval_grants_of ON approval_grants (principal, target, rule);
                    """)
        }
        migrator.registerMigration("3 pages") { db in
            try db.execute(
                sql: """
                    CREATE TABLE page_sessions (
                        hash BLOB PRIMARY KEY, principal TEXT NOT NULL, groups TEXT NOT NULL,
                        is_administrator INTEGER NOT NULL, expires_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
                    """)
        }
        migrator.registerMigration("4 webhooks") { db in
            try db.execute(
                sql: """
                    CREATE TABLE webhook_deliveries (
                        id TEXT PRIMARY KEY, webhook TEXT NOT NULL, body TEXT NOT NULL, tries INTEGER NOT NULL,
                        created_at INTEGER NOT NULL, due_at INTEGER NOT NULL) STRICT;
                    CREATE INDEX webhook_deliveries_due ON webhook_deliveries (due_at);
                    """)
        }
        migrator.registerMigration("5 audit") { db in
            try db.execute(
                sql: """
                    CREATE TABLE logs (
                        origin TEXT PRIMARY KEY, size INTEGER NOT NULL, cosigned_size INTEGER NOT NULL,
                        frontier BLOB NOT NULL, cosigned_frontier BLOB NOT NULL, last_mono INTEGER NOT NULL,
                        checkpoint TEXT NOT NULL, updated_at INTEGER NOT NULL) STRICT;
                    CREATE TABLE records (
                        origin TEXT NOT NULL, seq INTEGER NOT NULL, at INTEGER NOT NULL, type TEXT NOT NULL,
                        session TEXT NOT NULL, principal TEXT NOT NULL, target TEXT NOT NULL, rule TEXT NOT NULL,
                        verdict TEXT NOT NULL, phi TEXT NOT NULL, line TEXT NOT NULL,
                        PRIMARY KEY (origin, seq)) STRICT, WITHOUT ROWID;
                    CREATE INDEX records_by_time ON records (at);
                    CREATE INDEX records_by_principal ON records (principal, at);
                    CREATE INDEX records_by_session ON records (session, at);
                    """)
        }
        migrator.registerMigration("6 credential uses") { db in
            try db.execute(
                sql: """
                    CREATE TABLE credential_uses (
                        id TEXT PRIMARY KEY, instance TEXT NOT NULL, target TEXT NOT NULL, credential TEXT NOT NULL,
                        session TEXT NOT NULL, principal TEXT NOT NULL, state TEXT NOT NULL,
                        opened_at INTEGER NOT NULL) STRICT;
                    CREATE INDEX credential_uses_by_time ON credential_uses (opened_at DESC, id);
                    CREATE INDEX credential_uses_of ON credential_uses (instance, target, opened_at);
                    """)
        }
        migrator.registerMigration("7 policy overrides") { db in
            try db.execute(sql: "ALTER TABLE policies ADD COLUMN overrides TEXT NOT NULL DEFAULT '{}'")
        }
        migrator.registerMigration("8 events for webhooks") { db in
            try db.execute(
                sql: """
                    ALTER TABLE events ADD COLUMN is_announced INTEGER NOT NULL DEFAULT 0;
                    UPDATE events SET is_announced = 1;
                    CREATE INDEX events_unannounced ON events (id) WHERE is_announced = 0;
                    """)
        }
        migrator.registerMigration("9 witnesses") { db in
            try db.execute(
                sql: """
                    CREATE TABLE cosigned_heads (
                        origin TEXT PRIMARY KEY, size INTEGER NOT NULL, root BLOB NOT NULL) STRICT, WITHOUT ROWID;
                    CREATE TABLE tree_hashes (
                        origin TEXT NOT NULL, level INTEGER NOT NULL, position INTEGER NOT NULL, hash BLOB NOT NULL,
                        PRIMARY KEY (origin, level, position)) STRICT, WITHOUT ROWID;
                    ALTER TABLE logs ADD COLUMN witnessed_checkpoint TEXT NOT NULL DEFAULT '';
                    ALTER TABLE logs ADD COLUMN witnessed_size INTEGER NOT NULL DEFAULT 0;
                    """)
        }
        migrator.registerMigration("10 withheld policies") { db in
            try db.execute(sql: "ALTER TABLE instances ADD COLUMN withheld TEXT")
        }
        migrator.registerMigration("11 usage") { db in
            try db.execute(
                sql: """
                    CREATE TABLE usage (
                        hour INTEGER NOT NULL, principal TEXT NOT NULL, instance TEXT NOT NULL, boot TEXT NOT NULL,
                        row_count INTEGER NOT NULL, cell_count INTEGER NOT NULL, lookup_count INTEGER NOT NULL,
                        PRIMARY KEY (hour, principal, instance, boot)) STRICT, WITHOUT ROWID;
                    CREATE TABLE spent_limits (
                        hour INTEGER NOT NULL, principal TEXT NOT NULL, name TEXT NOT NULL,
                        PRIMARY KEY (hour, principal, name)) STRICT, WITHOUT ROWID;
                    """)
        }
        return migrator
    }
}
