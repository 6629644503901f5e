import TestSupport
import Testing

/// A parser that is newer than its server: what both take must mean the same to both.
@Suite("The grammar of an older server")
struct OlderGrammarTests {
    @Test("what this lane and the server's own grammar both take, they read alike", arguments: OlderTrees.versions)
    func sameTrees(version: Int) throws {
        let comparison = try GrammarComparison.with(version)
        #expect(comparison.comparedCount > 15_000)
        let texts = comparison.different.keys.sorted()
        for text in try ListedDifference.unexplained(texts, by: ListedDifference.trees).prefix(20) {
            Issue.record("\(text)\n\(comparison.different[text] ?? "")")
        }
    }

    @Test("what the server's own grammar does not take is refused here, too", arguments: OlderTrees.versions)
    func nothingMore(version: Int) throws {
        let texts = try GrammarComparison.with(version).takenHereOnly
        for text in try ListedDifference.unexplained(texts, by: ListedDifference.leftToTheServer).prefix(20) {
            Issue.record("taken for a server \(version): \(text)")
        }
    }

    @Test("what people write for an older server is taken", arguments: OlderTrees.versions)
    func nothingLess(version: Int) throws {
        let written = Set(try GrammarCorpus.written())
        let texts = try GrammarComparison.with(version).refusedHereOnly.filter(written.contains)
        for text in try ListedDifference.unexplained(texts, by: ListedDifference.refused).prefix(20) {
            Issue.record("refused for a server \(version): \(text)")
        }
    }
}
