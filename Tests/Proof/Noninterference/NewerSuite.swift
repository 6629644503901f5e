import TestSupport
import Testing

/// What PostgreSQL 16 to 18 brought, before a server that has it: newer.sql, and attacks-newer.sql with the attempts.
@Suite("What newer servers have tells twin databases apart no more", .serialized)
struct NewerSuite {
    @Test("a session gets the same bytes from both", arguments: try CorpusSession.all(of: "attacks-newer.sql"), modes)
    func sessions(session: CorpusSession, mode: QueryMode) async throws {
        try await TwinCheck.newer.expectIndistinguishable(session, mode)
    }

    private static let modes: [QueryMode] = [.simple, .extendedText, .extendedBinary]

    @Test("half of the statements are answered")
    func answered() async throws {
        try await TwinCheck.newer.expectHalfAnswered(try CorpusSession.all(of: "attacks-newer.sql"))
    }

    @Test("asked directly, most sessions tell them apart")
    func direct() async throws {
        let sessions = try CorpusSession.all(of: "attacks-newer.sql")
        let answers = try await OffPool.run {
            try AtOnce.run([(TwinCheck.newer.one, 1), (TwinCheck.newer.two, 2)]) { stack, seed in
                let database = try stack.get().fresh("newer_direct", seed: seed, fixture: "newer.sql")
                return try sessions.map { try $0.run(on: database, .simple) }
            }.map { try $0.get() }
        }
        let different = sessions.indices.filter { answers[0][$0] != answers[1][$0] }
        #expect(different.count >= Self.differentMinimum, "only \(different.map { sessions[$0].name })")
    }

    private static let differentMinimum = 14
}
