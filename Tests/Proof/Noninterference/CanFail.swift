import TestSupport
import Testing

/// A check that finds no leak is worth something only if it finds those that are there.
@Suite("The check of twin databases is able to fail")
struct CanFail {
    private static let schemas = [
        "attacks-adversary.sql": "adversary.sql", "attacks-reader.sql": "reader.sql", "attacks-rows.sql": "rows.sql",
    ]

    /// Without the sidecar, most sessions tell the databases apart; those that do not are attacks that a plain
    /// server refuses as well, or that need what no session can count on.
    @Test(
        "asked directly, sessions tell the twins apart",
        arguments: [
            ("attacks.sql", 28), ("attacks-more.sql", 70), ("attacks-writes.sql", 12), ("attacks-adversary.sql", 45),
            ("attacks-reader.sql", 46), ("attacks-rows.sql", 15),
        ], [QueryMode.simple, .extendedBinary])
    func directAnswersDiffer(corpus: (fixture: String, sessionsMinimum: Int), mode: QueryMode) async throws {
        let different = try await OffPool.run {
            let name = "direct_\(corpus.fixture.filter(\.isLetter))_\(mode == .simple ? "simple" : "extended")"
            let sessions = try CorpusSession.all(of: corpus.fixture)
            let schema = Self.schemas[corpus.fixture] ?? "ehr.sql"
            let answers = try AtOnce.run([1, 2]) { seed in
                let server = try (seed == 1 ? Stack.one : Stack.two).get()
                let database = try server.fresh(name, seed: seed, fixture: schema)
                return try sessions.map { try $0.run(on: database, mode) }
            }.map { try $0.get() }
            return sessions.indices.filter { answers[0][$0] != answers[1][$0] }.map { sessions[$0] }
        }
        #expect(
            different.count >= corpus.sessionsMinimum,
            "only these differ: \(different.map(\.name).joined(separator: ", "))")
    }
}
