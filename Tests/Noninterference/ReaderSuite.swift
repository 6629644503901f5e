import TestSupport
import Testing

/// What somebody who had read the source found, each kind once: reader.sql has what it needs, attacks-reader.sql the attempts.
@Suite("What a reader of the source found tells twin databases apart no more", .serialized)
struct ReaderSuite {
    @Test(arguments: try CorpusSession.all(of: "attacks-reader.sql"), QueryMode.allCases)
    func `A session of theirs gets the same bytes from both`(session: CorpusSession, mode: QueryMode) async throws {
        try await TwinCheck.reader.expectIndistinguishable(session, mode)
    }

    /// A lane that refuses everything would pass the rest. All databases are asked, so that their sequences stay in step.
    @Test func `Half of the statements are answered`() async throws {
        let sessions = try CorpusSession.all(of: "attacks-reader.sql")
        let check = TwinCheck.reader
        let answers = try await OffPool.run {
            try AtOnce.run([check.one, check.two, check.again]) { stack in
                let lane = try stack.get().lane(check.target)
                return try sessions.flatMap { try $0.run(on: lane, .simple) }
            }.map { try $0.get() }
        }
        for all in answers {
            let answered = all.count { $0.error == nil && !$0.closed }
            #expect(answered * 2 >= all.count, "\(answered) of \(all.count)")
        }
    }
}
