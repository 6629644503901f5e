import TestSupport
import Testing

/// A check that finds no leak is worth something only if it finds those that are there.
@Suite("The check of twin databases is able to fail")
struct CanFail {
    /// Without the sidecar, most sessions tell the databases apart; those that do not are attacks that a plain
    /// server refuses as well, or that need what no session can count on.
    @Test(
        "asked directly, sessions tell the twins apart",
        arguments: [("attacks.sql", 28), ("attacks-more.sql", 70)], [QueryMode.simple, .extendedBinary])
    func directAnswersDiffer(corpus: (fixture: String, sessionsMinimum: Int), mode: QueryMode) async throws {
        let different = try await OffPool.run {
            let name = "direct_\(corpus.fixture.filter(\.isLetter))_\(mode == .simple ? "simple" : "extended")"
            let one = try Stack.one.get().fresh(name, seed: 1)
            let two = try Stack.two.get().fresh(name, seed: 2)
            return try CorpusSession.all(of: corpus.fixture).filter { session in
                try session.run(on: one, mode) != session.run(on: two, mode)
            }
        }
        #expect(
            different.count >= corpus.sessionsMinimum,
            "only these differ: \(different.map(\.name).joined(separator: ", "))")
    }
}
