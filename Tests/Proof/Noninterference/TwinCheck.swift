import Prove
import TestSupport
import Testing

/// Runs a session on twins and on a third database that is equal to the first, on all at once, and compares every byte.
struct TwinCheck: Sendable {
    let one: Result<Stack, any Error>
    let two: Result<Stack, any Error>
    let again: Result<Stack, any Error>
    let target: String

    static let ehr = TwinCheck(one: Stack.one, two: Stack.two, again: Stack.again, target: "ehr")
    static let adversary = TwinCheck(SharedTwins.adversary, target: "adversary")
    static let reader = TwinCheck(SharedTwins.reader, target: "reader")
    static let rows = TwinCheck(SharedTwins.rows, target: "rows")
    static let newer = TwinCheck(
        one: SharedTwins.newer("one", 1), two: SharedTwins.newer("two", 2), again: SharedTwins.newer("again", 1),
        target: "newer")

    private init(
        one: Result<Stack, any Error>, two: Result<Stack, any Error>, again: Result<Stack, any Error>, target: String
    ) {
        (self.one, self.two, self.again, self.target) = (one, two, again, target)
    }

    private init(_ twins: Result<Twins, any Error>, target: String) {
        self.init(one: twins.map(\.one), two: twins.map(\.two), again: twins.map(\.again), target: target)
    }

    private func answers(
        of session: CorpusSession, on stack: Result<Stack, any Error>, _ mode: QueryMode
    ) throws -> [Answer] {
        let stack = try stack.get()
        return try session.run(on: stack.lane(target), mode).map { $0.withoutCounts(tablesAbove: stack.lastTable) }
    }

    func expectIndistinguishable(_ session: CorpusSession, _ mode: QueryMode) async throws {
        async let first = OffPool.run { try answers(of: session, on: one, mode) }
        async let second = OffPool.run { try answers(of: session, on: two, mode) }
        async let third = OffPool.run { try answers(of: session, on: again, mode) }
        let (ones, twos, agains) = try await (first, second, third)
        for index in session.statements.indices {
            guard let difference = ones[index].difference(from: twos[index]) else { continue }
            let kind =
                ones[index] == agains[index]
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

    /// A lane that refuses everything would pass the rest. All databases are asked, so that their sequences stay in step.
    func expectHalfAnswered(_ sessions: [CorpusSession]) async throws {
        let answers = try await OffPool.run {
            try AtOnce.run([one, two, again]) { stack in
                let lane = try stack.get().lane(target)
                return try sessions.flatMap { try $0.run(on: lane, .simple) }
            }.map { try $0.get() }
        }
        for all in answers {
            let answered = all.count { $0.error == nil && !$0.closed }
            #expect(answered * 2 >= all.count, "\(answered) of \(all.count)")
        }
    }
}

/// Started once for all suites.
enum SharedTwins {
    static let ehr = Result { try Twins(name: "ehr", fixture: "ehr") }
    static let types = Result { try Twins(name: "types", fixture: "types") }
    static let adversary = Result { try Twins(name: "adversary", fixture: "adversary") }
    static let reader = Result { try Twins(name: "reader", fixture: "reader") }
    static let rows = Result { try Twins(name: "rows", fixture: "rows") }

    /// On the server that has what the schema needs.
    static func newer(_ name: String, _ seed: Int) -> Result<Stack, any Error> {
        Result {
            try Stack(
                name: "newer-\(name)", seed: seed, only: [Repository.fixture("newer.sql")],
                policy: Repository.fixture("newer.yaml"), server: 18)
        }
    }
}
