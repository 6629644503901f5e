import TestSupport
import Testing

/// rows.sql has tables of which a role sees some rows; twins differ in the others, and in how many those are.
@Suite("Rows that a role does not see tell twin databases apart no more than values do", .serialized)
struct RowsSuite {
    @Test(arguments: try CorpusSession.all(of: "attacks-rows.sql"), QueryMode.allCases)
    func `A session gets the same bytes from both`(session: CorpusSession, mode: QueryMode) async throws {
        try await TwinCheck.rows.expectIndistinguishable(session, mode)
    }

    @Test func `What reads is answered`() async throws {
        let reads = try CorpusSession.all(of: "attacks-rows.sql").filter { $0.name.hasPrefix("read:") }
        try await TwinCheck.rows.expectHalfAnswered(reads)
    }
}
