import Foundation
import TestSupport

/// Statements that are asked in order on one connection, and leave the database as it was.
package struct Trial: Sendable {
    /// Says how to make it again.
    package var origin: String
    package var statements: [String]
    /// Changes more than a transaction's end undoes: names, settings, tables.
    package var resets: Bool

    package init(origin: String, statements: [String], resets: Bool = false) {
        self.origin = origin
        self.statements = statements
        self.resets = resets
    }

    /// One statement that changes nothing: no transaction around it has to undo it. A word that writes may stand anywhere,
    /// in a WITH too.
    var onlyReads: Bool {
        statements.count == 1 && !resets && Self.reading.contains { statements[0].hasPrefix($0) }
            && !Self.writing.contains { statements[0].range(of: $0, options: .caseInsensitive) != nil }
    }

    private static let reading = ["SELECT", "EXPLAIN", "COPY", "VALUES", "TABLE", "(SELECT"]
    private static let writing = ["insert", "update", "delete", "merge", "into", "analyze", "set_config"]

    /// Something that the server waits for may follow, so nothing can be sent ahead.
    var goesAlone: Bool {
        resets || statements.contains { $0.range(of: "stdin", options: .caseInsensitive) != nil }
    }
}

/// Where trials come from: the same number gives the same trial.
package protocol TrialSource: Sendable {
    func trial(_ number: Int) -> Trial
}
