import Foundation
import Prove
import TestSupport
import Testing

/// A search with a fixed seed and little time; `make prove` is the long one.
@Suite("A search finds no statement that tells twin databases apart", .serialized)
struct SearchSuite {
    private static let seed: UInt64 = 20_261_122
    private static let secondsPerSource = 2.0
    /// Statements that all fail prove nothing.
    private static let answeredPercentMinimum = 50
    private static let triedMinimum = 30
    private static let modes: [QueryMode] = [.simple, .extendedText, .extendedBinary]

    private static let ehr = SharedTwins.ehr
    private static let types = SharedTwins.types

    /// Else the server would choose other plans, and rows that nothing sorts would come in another order. What nobody
    /// can read through the lane may be of any size. It goes first, before a statement has left dead rows.
    @Test("and the twins of every type have equal sizes, so equal plans")
    func sizes() async throws {
        let (one, two) = try await OffPool.run {
            let twins = try Self.types.get()
            return (try Self.sizes(twins.one), try Self.sizes(twins.two))
        }
        #expect(one == two)
        #expect(one.count > Self.relationsMinimum)
    }

    private static let relationsMinimum = 100

    private static func sizes(_ stack: Stack) throws -> [[String]] {
        try [
            "SELECT c.oid::regclass, pg_relation_size(c.oid), reltuples FROM pg_class c "
                + "WHERE relnamespace = 'types'::regnamespace AND relname !~ '^visit' ORDER BY 1::text",
            "SELECT starelid::regclass, staattnum, stanullfrac, stawidth, stadistinct FROM pg_statistic s "
                + "JOIN pg_class c ON c.oid = starelid AND relnamespace = 'types'::regnamespace ORDER BY 1::text, 2",
        ].flatMap { query in
            let answer = try PostgresConnection(stack.direct).ask(query)
            guard answer.error == nil else { throw TestFailure("\(query): \(answer.summary)") }
            return answer.rows.map { $0.map { String(decoding: $0 ?? [], as: UTF8.self) } }
        }
    }

    @Test("among those that the grammar makes over the EHR", arguments: modes)
    func grammar(mode: QueryMode) async throws {
        let tally = try await search(Self.ehr, mode) { StatementGenerator(schema: $0.schema, seed: Self.seed) }
        #expect(tally.tried >= Self.triedMinimum, "\(tally.line)")
        #expect(tally.answeredPercent >= Self.answeredPercentMinimum, "\(tally.line)\n\(tally.most(\.reasons, 10))")
    }

    @Test("among those that the grammar makes over every type", arguments: modes)
    func grammarOfTypes(mode: QueryMode) async throws {
        let tally = try await search(Self.types, mode) { StatementGenerator(schema: $0.schema, seed: Self.seed) }
        #expect(tally.tried >= Self.triedMinimum, "\(tally.line)")
        #expect(tally.answeredPercent >= Self.answeredPercentMinimum, "\(tally.line)\n\(tally.most(\.reasons, 10))")
    }

    /// Its twins differ in rows, too, that the role does not see.
    @Test("among those that the grammar makes over tables of which some rows are shown", arguments: modes)
    func grammarOfRows(mode: QueryMode) async throws {
        let tally = try await search(SharedTwins.rows, mode) {
            StatementGenerator(schema: $0.schema, seed: Self.seed)
        }
        #expect(tally.tried >= Self.triedMinimum, "\(tally.line)")
        try await search(SharedTwins.rows, mode) { _ in
            try CorpusMutator(fixtures: ["attacks-rows.sql"], seed: Self.seed)
        }
    }

    @Test("among mutations of the attack corpora", arguments: modes)
    func mutations(mode: QueryMode) async throws {
        try await search(Self.ehr, mode) { _ in
            try CorpusMutator(fixtures: ["attacks.sql", "attacks-more.sql"], seed: Self.seed)
        }
        try await search(Self.types, mode) { _ in
            try CorpusMutator(fixtures: ["attacks-types.sql"], seed: Self.seed)
        }
    }

    @Test("among those that sqlsmith makes")
    func sqlsmith() async throws {
        for twins in [Self.ehr, Self.types] {
            try await search(twins, .extendedBinary) {
                try SQLSmith(of: $0.one.direct, seed: Int(Self.seed), count: 200)
            }
        }
    }

    @Test("among the kept attacks on every type", arguments: try CorpusSession.all(of: "attacks-types.sql"), modes)
    func kept(session: CorpusSession, mode: QueryMode) async throws {
        let findings = try await findings(Self.types, mode, count: 1) { _ in KeptSession(session: session) }.1
        report(findings)
    }

    private struct KeptSession: TrialSource {
        let session: CorpusSession

        func trial(_ number: Int) -> Trial? {
            Trial(origin: session.name, statements: session.statements, resets: true)
        }
    }

    @discardableResult
    private func search(
        _ twins: Result<Twins, any Error>, _ mode: QueryMode, count: Int = .max,
        _ source: @escaping @Sendable (Twins) throws -> any TrialSource
    ) async throws -> Tally {
        let (tally, findings) = try await findings(twins, mode, count: count, source)
        report(findings)
        return tally
    }

    private func report(_ findings: [Finding]) {
        for finding in findings where finding.kind != .undecided { Issue.record("\(finding)") }
    }

    private func findings(
        _ twins: Result<Twins, any Error>, _ mode: QueryMode, count: Int,
        _ source: @escaping @Sendable (Twins) throws -> any TrialSource
    ) async throws -> (Tally, [Finding]) {
        try await OffPool.run {
            let twins = try twins.get()
            let search = try Search(twins, mode)
            try search.run(
                source(twins), count: count, statementsMinimum: Self.triedMinimum, until: Date() + Self.secondsPerSource
            )
            return (search.tally, search.findings)
        }
    }
}
