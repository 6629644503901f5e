import GRDB
package import HubAPI

extension SQLiteStore {
    package func keep(
        _ usage: UsageReport, instance: String, boot: String, entriesLimit: Int
    ) async throws -> UsageReport {
        try await write { db in
            for table in ["usage", "spent_limits"] {
                try db.execute(sql: "DELETE FROM \(table) WHERE hour < ?", arguments: [usage.hour - 1])
            }
            var entries =
                try Int.fetchOne(db, sql: "SELECT count(*) FROM usage WHERE hour = ?", arguments: [usage.hour]) ?? 0
            var others: [UsageReport.Principal] = []
            for own in usage.principals {
                let isNew =
                    try Row.fetchOne(
                        db, sql: "SELECT 1 FROM usage WHERE hour = ? AND principal = ? AND instance = ? AND boot = ?",
                        arguments: [usage.hour, own.principal, instance, boot]) == nil
                // Who has taken nothing is only asked about.
                let isTaken = own.rows > 0 || own.cells > 0 || own.lookups > 0
                if !isNew || isTaken && entries < entriesLimit {
                    if isNew { entries += 1 }
                    try Self.keep(own, hour: usage.hour, instance: instance, boot: boot, db)
                }
                others.append(
                    try Self.others(of: own.principal, hour: usage.hour, instance: instance, boot: boot, db))
            }
            return UsageReport(hour: usage.hour, principals: others)
        }
    }

    private static func keep(
        _ own: UsageReport.Principal, hour: Int64, instance: String, boot: String, _ db: Database
    ) throws {
        try db.execute(
            sql: """
                INSERT INTO usage (hour, principal, instance, boot, row_count, cell_count, lookup_count)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (hour, principal, instance, boot) DO UPDATE SET
                    row_count = max(row_count, excluded.row_count), cell_count = max(cell_count, excluded.cell_count),
                    lookup_count = max(lookup_count, excluded.lookup_count)
                """,
            arguments: [
                hour, own.principal, instance, boot, integer(own.rows), integer(own.cells), integer(own.lookups),
            ])
    }

    private static func others(
        of principal: String, hour: Int64, instance: String, boot: String, _ db: Database
    ) throws -> UsageReport.Principal {
        // `total` gives a float, which does not overflow.
        let row = try Row.fetchOne(
            db,
            sql: """
                SELECT total(row_count) AS row_total, total(cell_count) AS cell_total, total(lookup_count) AS lookup_total
                FROM usage WHERE hour = ? AND principal = ? AND NOT (instance = ? AND boot = ?)
                """, arguments: [hour, principal, instance, boot])
        func number(_ column: String) -> UInt64 {
            let value: Double = row?[column] ?? 0
            return UInt64(min(max(0, value), 9e18))
        }
        return UsageReport.Principal(
            principal: principal, rows: number("row_total"), cells: number("cell_total"),
            lookups: number("lookup_total"))
    }

    package func keep(spent names: [String], principal: String, hour: Int64) async throws -> [String] {
        try await write { db in
            try names.filter { name in
                try db.execute(
                    sql: "INSERT OR IGNORE INTO spent_limits (hour, principal, name) VALUES (?, ?, ?)",
                    arguments: [hour, principal, name])
                return db.changesCount > 0
            }
        }
    }
}
