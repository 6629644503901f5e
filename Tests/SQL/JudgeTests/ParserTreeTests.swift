import CPgQuery
import Foundation
import PgParser
import SQLSyntax
import TestSupport
import Testing

/// The trees that our own writer makes of libpg_query's nodes, beside the JSON that libpg_query itself makes of them.
@Suite("The parser's tree is libpg_query's own")
struct ParserTreeTests {
    private static func byWriter(_ text: String) -> Result<SyntaxTree, SyntaxFailure> {
        Result { () throws(SyntaxFailure) in try PgParser.parse(Array(text.utf8), for: .newest).tree }
    }

    private static func byJSON(_ text: String) -> Result<SyntaxTree, SyntaxFailure> {
        let result = pg_query_parse(text)
        defer { pg_query_free_parse_result(result) }
        if let error = result.error?.pointee {
            return .failure(
                SyntaxFailure(message: String(cString: error.message), position: max(0, Int(error.cursorpos))))
        }
        let json = UnsafeRawBufferPointer(start: result.parse_tree, count: strlen(result.parse_tree))
        return Result { () throws(SyntaxFailure) in
            try JSONTreeReader.read(json.assumingMemoryBound(to: UInt8.self))
        }
    }

    private enum Comparison: Equatable {
        case equal, bothRefused
        case different(String)
    }

    private static func compare(_ text: String) -> Comparison {
        switch (byWriter(text), byJSON(text)) {
        case (.success(let own), .success(let other)):
            let different = zip(own.slots, other.slots).first { !isEqual($0, $1) }
            if let different { return .different("\(text.prefix(200)): \(different)") }
            guard own.slots.count == other.slots.count, own.strings == other.strings else {
                return .different("\(text.prefix(200)): \(own.slots.count) slots for \(other.slots.count)")
            }
            return .equal
        case (.failure(let own), .failure(let other)):
            // The scanner, which is asked first, may stumble over something behind the parser's error.
            let isSame = own == other || own.sqlState == "42601" && other.sqlState == "42601"
            return isSame ? .bothRefused : .different("\(text.prefix(200)): \(own) for \(other)")
        // By ours alone: `NormalFormTests`.
        case (.failure(let own), .success) where own.sqlState == "42602": return .bothRefused
        case (let own, let other): return .different("\(text.prefix(200)): \(own) for \(other)")
        }
    }

    private static func isEqual(_ own: SyntaxTree.Slot, _ other: SyntaxTree.Slot) -> Bool {
        own.shape == other.shape && own.key == other.key && own.kind == other.kind && own.end == other.end
            && own.value == other.value
    }

    /// How many texts have the same tree by both; the first that has not, or that one of them refuses, is a failure, and the last
    /// that is looked at.
    private static func equalCount(among texts: some Sequence<String>) -> Int {
        var count = 0
        for text in texts {
            switch compare(text) {
            case .equal: count += 1
            case .bothRefused: continue
            case .different(let difference):
                Issue.record("\(difference)")
                return count
            }
        }
        return count
    }

    private static func corpus() throws -> [String] {
        let fixtures = try FileManager.default.contentsOfDirectory(atPath: Repository.fixture("").path())
            .filter { $0.hasSuffix(".sql") }.sorted()
        let lines = try fixtures.flatMap { file in
            try String(contentsOf: Repository.fixture(file), encoding: .utf8).split(separator: "\n").map(String.init)
        }
        return try lines + GrammarCorpus.written() + GrammarCorpus.generated(15) + GrammarCorpus.generated(18)
            + GrammarCorpus.words
    }

    @Test("slot for slot, over every corpus, or the same refusal")
    func corpora() throws {
        #expect(Self.equalCount(among: Set(try Self.corpus())) > 20_000)
    }

    @Test("among texts of the corpora whose words have been taken from each other")
    func mixed() throws {
        let texts = try GrammarCorpus.written().filter { $0.utf8.count < 300 }
        let words = texts.flatMap { $0.split(separator: " ") }
        var random = SeededGenerator(seed: 13)
        let mixed = (0..<5_000).compactMap { _ -> String? in
            var text = texts.randomElement(using: &random)!.split(separator: " ")
            guard !text.isEmpty else { return nil }
            text[Int.random(in: 0..<text.count, using: &random)] = words.randomElement(using: &random)!
            return text.joined(separator: " ")
        }
        #expect(Self.equalCount(among: mixed) > 1_000)
    }

    @Test(
        "with values at the ends of their ranges",
        arguments: [
            "", ";;", "SELECT",
            "SELECT 0, -0, 2147483647, 2147483648, -2147483648, 9223372036854775808, 1e400, .5, 0x1F",
            "SELECT '', 'a\u{1}<>\"\\\n\t', E'\\x7f\\b\\f', U&'\\00e9\\+01F600', B'', B'101', X'', X'1F', $$$$",
            "SELECT true, false, NULL, a[:], a[1:], a[:2], *, t.*, $1, $2147483647",
            "FETCH ALL c; FETCH BACKWARD ALL c; MOVE 0 c; FETCH ABSOLUTE -2147483647 c",
            "COMMENT ON TABLE t IS ''; COMMENT ON TABLE t IS NULL; NOTIFY a, ''; DO ''",
            "SELECT 1 AS \"é\", \"a\"\"b\", \"\\\", 'é'; SELECT \"\(String(repeating: "é", count: 60))\"",
            "SELECT f(VARIADIC a), (SELECT 1), ROW(), ARRAY[]::int[], a::int[3][], a::numeric(3,2), a::interval second(3)",
            "DROP FUNCTION f(), g(int, OUT text); DROP OPERATOR +(int, NONE); DROP AGGREGATE a(*), b(int ORDER BY int)",
            "SELECT 1; -- é\nSELECT 2  ;  ", "CREATE TEMP TABLE t (); CREATE GLOBAL TEMP TABLE u ()",
        ])
    func ends(_ text: String) { #expect(Self.compare(text) == .equal) }

    @Test(
        "to the same depth, with the same refusal beyond",
        arguments: [
            ("SELECT ", "1 + ", "1", ""), ("SELECT ", "NOT ", "true", ""), ("SELECT ", "- ", "a", ""),
            ("SELECT ", "f(", "1", ")"), ("SELECT ", "ARRAY[", "1", "]"), ("", "SELECT (", "SELECT 1", ")"),
            ("SELECT ", "1::int + ", "1", ""), ("", "SELECT 1 UNION ", "SELECT 1", ""),
            ("SELECT * FROM ", "(", "t JOIN u ON true", " JOIN u ON true)"),
            ("SELECT ", "CASE WHEN a THEN ", "1", " END"), ("SELECT ", "(a).b[", "1", "]"),
        ])
    func depth(_ first: String, _ open: String, _ middle: String, _ close: String) async throws {
        func text(_ count: Int) -> String {
            first + String(repeating: open, count: count) + middle + String(repeating: close, count: count)
        }
        func isTaken(_ count: Int) -> Bool { if case .success = Self.byWriter(text(count)) { true } else { false } }
        var (taken, refused) = (1, 3_100)
        while refused - taken > 1 {
            let count = (taken + refused) / 2
            if isTaken(count) { taken = count } else { refused = count }
        }
        #expect(taken > 100)
        let (ends, beyond) = ([taken - 1, taken].map(text), [refused, refused + 1, refused + 50].map(text))
        // The reader of JSON recurses, too, and the tests are not optimised.
        let (atEnds, afterEnds) = await withCheckedContinuation { continuation in
            let thread = Thread { continuation.resume(returning: (ends.map(Self.compare), beyond.map(Self.compare))) }
            thread.stackSize = 64 << 20
            thread.start()
        }
        #expect(atEnds == [.equal, .equal])
        #expect(afterEnds == [.bothRefused, .bothRefused, .bothRefused])
        #expect(throws: SyntaxFailure(sqlState: "54001", message: "statement nests too deeply")) {
            try Self.byWriter(text(refused)).get()
        }
    }

    @Test("every name that somebody here asks for is one of the parser's")
    func names() {
        var length = 0
        let start = pg_tree_names(&length)
        let names = UnsafeRawBufferPointer(start: start, count: length).split(separator: 0)
        let known = Set(names.map { String(decoding: $0, as: UTF8.self) })
        #expect(known.count == names.count)
        #expect(SyntaxKey.allCases.map(\.rawValue).filter { !$0.isEmpty && !known.contains($0) }.isEmpty)
    }

    @Test("by many threads at once")
    func threads() {
        let texts = (0..<64).map { "SELECT a\($0), '\($0)' FROM t\($0) WHERE (b = \($0)" + ($0 % 3 == 0 ? "" : ")") }
        let alone = texts.map { Self.byWriter($0).map(\.strings) }
        DispatchQueue.concurrentPerform(iterations: 64) { index in
            for _ in 0..<50 { #expect(Self.byWriter(texts[index]).map(\.strings) == alone[index]) }
        }
    }
}
