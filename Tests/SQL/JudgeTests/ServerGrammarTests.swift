import PgParser
import SQLSyntax
import TestSupport
import Testing

/// The server under test itself, as the judge of what its grammar takes.
@Suite("The grammar of the server under test")
struct ServerGrammarTests {
    /// In a transaction that has failed the server parses a text, and runs nothing but what ends the transaction.
    private static let endsTransaction =
        #"^\s*(rollback|abort|commit|end|begin|start|savepoint|release|prepare\s+transaction)\b"#

    private static let version = Result {
        let answer = try PostgresConnection(Stack.one.get().direct).ask("SHOW server_version_num")
        let text = answer.rows.first?.first?.map { String(decoding: $0, as: UTF8.self) }
        guard let number = text.flatMap({ Int($0) }) else { throw TestFailure("no version: \(answer.summary)") }
        return ServerVersion(number: number)
    }

    /// The texts that are a syntax error to the server.
    private static func refused(_ texts: [String]) throws -> [String] {
        let connection = try PostgresConnection(Stack.one.get().direct)
        _ = try connection.ask("BEGIN")
        _ = try connection.ask("SELECT 1/0")
        return try texts.filter { text in
            let answer = try connection.ask(text)
            guard let state = answer.error?["C"] else { throw TestFailure("it was run: \(text)") }
            return state == "42601"
        }
    }

    @Test("what this lane takes for the server, the server's grammar takes, and what is newer is refused")
    func sameTexts() throws {
        let server = try Self.version.get()
        let ends = try Regex(Self.endsTransaction).ignoresCase()
        let texts = try (GrammarCorpus.generated(15) + GrammarCorpus.generated(18) + GrammarCorpus.words)
            .filter { !$0.contains(ends) }
        var taken: [String] = []
        var newer: [String] = []
        for text in texts {
            do {
                _ = try PgParser.parse(Array(text.utf8), for: server)
                taken.append(text)
            } catch  where error.rule == "chaperone/version" {
                newer.append(text)
            } catch {}
        }
        #expect(taken.count > 10_000)
        let left = ListedDifference.leftToTheServer + ListedDifference.parameters
        for text in try ListedDifference.unexplained(Self.refused(taken), by: left).prefix(20) {
            Issue.record("taken for a server \(server.major): \(text)")
        }
        #expect(newer.isEmpty == (server.major == ServerVersion.newest.major))
        // A word that the server knows as a name is refused, too.
        let names = try Set(newer).subtracting(Self.refused(newer))
        for text in try ListedDifference.unexplained(names.sorted(), by: ListedDifference.refused).prefix(20) {
            Issue.record("refused for a server \(server.major), which takes it: \(text)")
        }
    }
}
