import Foundation
import TestSupport

/// What is asked in order, and leaves the database as it was.
package struct Trial: Sendable {
    package enum Step: Sendable {
        /// A string, on one of the trial's sessions.
        case ask(String, session: Int)
        /// Strings sent one behind the other without waiting for answers.
        case ahead([String])
        /// Messages of the extended protocol, sent at once.
        case pipeline([Message])
        /// `COPY … FROM STDIN` with its data.
        case copyIn(String, data: String)
        /// Past the lane, as the owner of everything: a migration.
        case own(String)
    }

    /// Says how to make it again.
    package var origin: String
    package var steps: [Step]
    /// Changes more than a transaction's end undoes: names, settings, tables.
    package var resets: Bool
    /// Runs in no transaction of ours: it may commit, and tables are put back after it.
    package var isFree = false
    /// Asked past the lane when it is over, come what may.
    package var undo: [String] = []

    package init(origin: String, statements: [String], resets: Bool = false) {
        self.init(origin: origin, steps: statements.map { .ask($0, session: 0) }, resets: resets)
    }

    package init(origin: String, steps: [Step], resets: Bool = false) {
        self.origin = origin
        self.steps = steps
        self.resets = resets
    }

    /// The strings of a trial that has nothing but strings on one session; nil of any other.
    var statements: [String]? {
        guard !isFree, undo.isEmpty else { return nil }
        var statements: [String] = []
        for step in steps {
            guard case .ask(let text, session: 0) = step else { return nil }
            statements.append(text)
        }
        return statements
    }

    /// One statement that changes nothing: no transaction around it has to undo it. A word that writes may stand anywhere,
    /// in a WITH too.
    var onlyReads: Bool {
        guard let statements, statements.count == 1, !resets else { return false }
        return Self.reading.contains { statements[0].hasPrefix($0) }
            && !Self.writing.contains { statements[0].range(of: $0, options: .caseInsensitive) != nil }
    }

    private static let reading = ["SELECT", "EXPLAIN", "COPY", "VALUES", "TABLE", "(SELECT"]
    private static let writing = ["insert", "update", "delete", "merge", "into", "analyze", "set_config"]

    /// Something that the server waits for may follow, so nothing can be sent ahead.
    var goesAlone: Bool {
        guard let statements else { return true }
        return resets || statements.contains { $0.range(of: "stdin", options: .caseInsensitive) != nil }
    }
}

/// Where trials come from: the same number gives the same trial.
package protocol TrialSource: Sendable {
    /// Nil: this number is not asked.
    func trial(_ number: Int) -> Trial?
}
