import TestSupport
import Testing

/// What somebody who had read the source found, each kind once: reader.sql has what it needs, attacks-reader.sql the attempts.
@Suite("What a reader of the source found tells twin databases apart no more", .serialized)
struct ReaderSuite {
    @Test(arguments: try CorpusSession.all(of: "attacks-reader.sql"), QueryMode.allCases)
    func `A session of theirs gets the same bytes from both`(session: CorpusSession, mode: QueryMode) async throws {
        try await TwinCheck.reader.expectIndistinguishable(session, mode)
    }

    @Test func `Half of the statements are answered`() async throws {
        try await TwinCheck.reader.expectHalfAnswered(try CorpusSession.all(of: "attacks-reader.sql"))
    }
}
