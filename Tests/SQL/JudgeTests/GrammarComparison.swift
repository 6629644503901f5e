import PgParser
import SQLSyntax
import Synchronization
import TestSupport

/// Every text of the corpus, by the grammar of a version and as `PgParser` reads it for a server of that version.
struct GrammarComparison: Sendable {
    private(set) var comparedCount = 0
    /// Both take it: where the trees part.
    private(set) var different: [String: String] = [:]
    private(set) var takenHereOnly: [String] = []
    private(set) var refusedHereOnly: [String] = []

    private static let kept = Mutex<[Int: GrammarComparison]>([:])

    static func with(_ version: Int) throws -> GrammarComparison {
        try kept.withLock { kept in
            if let known = kept[version] { return known }
            let made = try GrammarComparison(version)
            kept[version] = made
            return made
        }
    }

    private init(_ version: Int) throws {
        let texts =
            try GrammarCorpus.written() + GrammarCorpus.generated(15) + GrammarCorpus.generated(18)
            + GrammarCorpus.words
        let server = ServerVersion(number: version * 10_000)
        for (text, json) in zip(texts, try OlderTrees.of(texts, version: version)) {
            let parsed = try? PgParser.parse(Array(text.utf8), for: server)
            switch (json, parsed) {
            case (nil, nil): continue
            case (nil, .some): takenHereOnly.append(text)
            case (.some, nil): refusedHereOnly.append(text)
            case (.some(let json), .some(let parsed)):
                comparedCount += 1
                let tree = try Array(json.utf8).withUnsafeBufferPointer { try JSONTreeReader.read($0) }
                let own = ReadableTree.lines(parsed.tree, parsed)
                let other = ReadableTree.lines(tree, parsed)
                guard own != other else { continue }
                let place = zip(own, other).first { $0 != $1 }
                different[text] = place.map { "\($0) for \($1)" } ?? "\(own.count) lines for \(other.count)"
            }
        }
    }
}
