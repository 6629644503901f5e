package import TestSupport

/// Puts the tables and sequences of a database back to what they were when it was made, past the lane. What is as it was
/// is not touched. One caller at a time.
package final class Keeper: @unchecked Sendable {
    private struct Table {
        var name: String
        /// Those that COPY takes.
        var columns: String
        var copy: [UInt8]
        var hash: String
    }

    private static let rowsLimit = 10_000
    /// Between two of a table, dead rows pile up.
    private static let restoresPerVacuum = 50

    private let connection: PostgresConnection
    private let tables: [Table]
    private let sequences: [String]
    private let question: String
    private var restores: [String: Int] = [:]

    package init(_ address: PostgresAddress) throws {
        let connection = try PostgresConnection(address)
        func rows(_ text: String) throws -> [[String]] {
            let answer = try connection.ask(text)
            if let error = answer.error { throw TestFailure("\(error["M"] ?? ""): \(text)") }
            return answer.rows.map { $0.map { String(decoding: $0 ?? [], as: UTF8.self) } }
        }
        _ = try rows("SET session_replication_role = replica")
        let named = try rows(Self.tablesQuery)
        // In the order in which rows lie: that is to be as it was, too.
        question = named.map { row in
            "SELECT '\(row[0])', md5(coalesce(string_agg(t::text, '|' ORDER BY t.ctid), '')) FROM \(row[0]) t"
        }.joined(separator: " UNION ALL ")
        let hashes = Dictionary(uniqueKeysWithValues: try rows(question).map { ($0[0], $0[1]) })
        tables = try named.map { row in
            let copied = try connection.ask("COPY \(row[0]) (\(row[1])) TO STDOUT")
            guard copied.error == nil else { throw TestFailure("\(row[0]): \(copied.summary)") }
            return Table(name: row[0], columns: row[1], copy: copied.copied, hash: hashes[row[0]] ?? "")
        }
        sequences = try rows(Self.sequencesQuery).map { row in
            // What is not called yet has no value.
            "setval('\(row[0])', \(row[1].isEmpty ? row[2] : row[1]), \(!row[1].isEmpty))"
        }
        self.connection = connection
    }

    package func restore() throws {
        let answer = try ask(question)
        let found = answer.rows.map { $0.map { String(decoding: $0 ?? [], as: UTF8.self) } }
        let hashes = Dictionary(uniqueKeysWithValues: found.map { ($0[0], $0[1]) })
        let changed = tables.filter { hashes[$0.name] != $0.hash }
        if !changed.isEmpty { try ask("BEGIN") }
        for table in changed { try ask("DELETE FROM \(table.name)") }
        for table in changed { try copyIn(table) }
        if !changed.isEmpty { try ask("COMMIT") }
        if !sequences.isEmpty { try ask("SELECT \(sequences.joined(separator: ", "))") }
        for table in changed {
            restores[table.name, default: 0] += 1
            if restores[table.name, default: 0] % Self.restoresPerVacuum == 0 { try ask("VACUUM \(table.name)") }
        }
    }

    @discardableResult
    private func ask(_ text: String) throws -> Answer {
        let answer = try connection.ask(text)
        if answer.error != nil || answer.closed { throw TestFailure("\(text.prefix(80)): \(answer.summary)") }
        return answer
    }

    private func copyIn(_ table: Table) throws {
        guard !table.copy.isEmpty else { return }
        connection.send(FrontendMessage.query("COPY \(table.name) (\(table.columns)) FROM STDIN"))
        while let message = try connection.next(), message.letter != "G" {
            if message.letter == "E" { throw TestFailure("\(table.name): \(message.fields["M"] ?? "")") }
        }
        connection.send(FrontendMessage.message("d", table.copy) + ExtendedMessage.copyDone)
        let answer = try connection.answer()
        if answer.error != nil { throw TestFailure("\(table.name): \(answer.summary)") }
    }

    private static let tablesQuery = """
        SELECT c.oid::regclass::text, string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum)
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
        WHERE c.relkind = 'r' AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg\\_%'
          AND c.reltuples < \(rowsLimit)
        GROUP BY c.oid ORDER BY 1
        """

    private static let sequencesQuery = """
        SELECT quote_ident(schemaname) || '.' || quote_ident(sequencename), last_value, start_value FROM pg_sequences
        ORDER BY 1
        """
}
