import TestSupport
import Testing

/// A server of another encoding folds and compares names by rules of its own: É and é may be one name there, and are two here.
@Suite("A database whose encoding is not UTF8 is refused")
struct EncodingTests {
    @Test(
        "with the reason, and nothing of it is read", arguments: ["LATIN1", "LATIN9", "WIN1252", "SQL_ASCII", "EUC_JP"])
    func refused(encoding: String) throws {
        var story = "it was ready"
        do {
            let stack = try Stack(
                name: "latin", seed: 1, only: [Repository.fixture("latin.sql")],
                policy: Repository.fixture("latin.yaml"), variables: ["encoding": encoding])
            // Were it ready, then at least for nobody.
            let answer = try PostgresConnection(stack.lane("latin")).ask("SELECT id FROM clinic.people")
            story += ", and answered: \(answer.summary)"
        } catch let failure as TestFailure {
            story = "\(failure)"
        }
        #expect(story.contains(encoding) && story.contains("UTF8"), "\(story)")
    }
}
