import Foundation

/// One block `-- @ name` of a corpus: strings that are asked in order, each on the same connection.
package struct CorpusSession: Sendable, CustomStringConvertible {
    package let name: String
    package var statements: [String]

    package var description: String { name }

    /// The sessions of a fixture. A string to ask is whole lines, up to one that ends with `;`: so several statements
    /// on one line, and text that only looks like the end of a statement, go out exactly as the file gives them.
    package static func all(of fixture: String) throws -> [CorpusSession] {
        let text = try String(contentsOf: Repository.fixture(fixture), encoding: .utf8)
        var sessions: [CorpusSession] = []
        var lines: [Substring] = []
        for line in text.split(separator: "\n") {
            if line.hasPrefix("-- @ ") {
                guard lines.isEmpty else { throw TestFailure("\(fixture): unfinished statement before \(line)") }
                sessions.append(CorpusSession(name: String(line.dropFirst(5)), statements: []))
            } else if !lines.isEmpty || !line.hasPrefix("--") {
                lines.append(line)
                if line.hasSuffix(";") {
                    guard !sessions.isEmpty else { throw TestFailure("\(fixture): \(line) belongs to no session") }
                    sessions[sessions.count - 1].statements.append(lines.joined(separator: "\n"))
                    lines = []
                }
            }
        }
        guard lines.isEmpty, !sessions.isEmpty else {
            throw TestFailure("\(fixture): no session, or an unfinished one")
        }
        return sessions
    }

    /// Runs it on a connection of its own; one answer for each statement.
    package func run(on address: PostgresAddress, _ mode: QueryMode) throws -> [Answer] {
        let connection = try PostgresConnection(address)
        defer { connection.send(FrontendMessage.terminate) }
        return try statements.map { try connection.ask($0, mode) }
    }
}
