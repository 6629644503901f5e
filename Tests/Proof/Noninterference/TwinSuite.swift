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
        try await TwinCheck.ehr.expectIndistinguishable(session, mode)
    }

    @Test(
        "by a session of our own corpus, which has one for every hazard",
        arguments: try CorpusSession.all(of: "attacks-more.sql"), QueryMode.allCases)
    func ownCorpus(session: CorpusSession, mode: QueryMode) async throws {
        try await TwinCheck.ehr.expectIndistinguishable(session, mode)
    }

    @Test(
        "by what a write sees raw, or what a definition runs",
        arguments: try CorpusSession.all(of: "attacks-writes.sql"), QueryMode.allCases)
    func writes(session: CorpusSession, mode: QueryMode) async throws {
        try await TwinCheck.ehr.expectIndistinguishable(session, mode)
    }

    @Test(
        "by a session of who has read the source, on a schema that has what real ones have",
        arguments: try CorpusSession.all(of: "attacks-adversary.sql"), QueryMode.allCases)
    func adversary(session: CorpusSession, mode: QueryMode) async throws {
        try await TwinCheck.adversary.expectIndistinguishable(session, mode)
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
}
