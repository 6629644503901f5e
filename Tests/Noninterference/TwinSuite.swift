import Synchronization
import TestSupport
import Testing

/// The claim of docs/masking.md: databases that differ only in protected values cannot be told apart by the bytes
/// that a client gets. Sessions go one after the other, each to all databases at once, so that those stay in step.
@Suite("A client cannot tell twin databases apart", .serialized)
struct TwinSuite {
    @Test(
        "by a session of the shared corpus",
        arguments: try CorpusSession.all(of: "attacks.sql"), QueryMode.allCases)
    func sharedCorpus(session: CorpusSession, mode: QueryMode) async throws {
        try await expectIndistinguishable(session, mode)
    }

    @Test(
        "by a session of our own corpus, which has one for every hazard",
        arguments: try CorpusSession.all(of: "attacks-more.sql"), QueryMode.allCases)
    func ownCorpus(session: CorpusSession, mode: QueryMode) async throws {
        try await expectIndistinguishable(session, mode)
    }

    /// A lane that refuses everything would pass the rest.
    @Test("though many of the statements are answered", arguments: ["attacks.sql", "attacks-more.sql"])
    func manyAreAnswered(corpus: String) async throws {
        let (answered, asked) = try await OffPool.run {
            let sessions = try CorpusSession.all(of: corpus)
            // Not one of the twins: these sessions write.
            let lane = try Self.written.get().lane()
            let answers = try sessions.flatMap { try $0.run(on: lane, .simple) }
            return (answers.filter { $0.error == nil && !$0.closed }.count, answers.count)
        }
        #expect(answered * 100 >= asked * Self.answeredPercentMinimum, "\(answered) of \(asked)")
    }

    private static let answeredPercentMinimum = 45
    private static let written = Result { try Stack(name: "written", seed: 1) }

    private func answers(
        of session: CorpusSession, on stack: Result<Stack, any Error>, _ mode: QueryMode
    ) throws -> [Answer] {
        let stack = try stack.get()
        return try session.run(on: stack.lane(), mode).map { $0.withoutTables(above: stack.lastTable) }
    }

    private func expectIndistinguishable(_ session: CorpusSession, _ mode: QueryMode) async throws {
        async let first = OffPool.run { try answers(of: session, on: Stack.one, mode) }
        async let second = OffPool.run { try answers(of: session, on: Stack.two, mode) }
        async let third = OffPool.run { try answers(of: session, on: Stack.again, mode) }
        let (one, two, again) = try await (first, second, third)
        for index in session.statements.indices {
            guard let difference = one[index].difference(from: two[index]) else { continue }
            let kind =
                one[index] == again[index]
                ? "a leak"
                : "not decidable: databases that are alike differ as well, so the answer has something of its own"
            Issue.record(
                """
                \(kind), in session "\(session.name)", \(mode)
                statement: \(session.statements[index])
                \(difference)
                """)
        }
    }
}
