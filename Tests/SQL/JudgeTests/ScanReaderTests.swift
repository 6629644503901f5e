import CPgQuery
import SQLSyntax
import Testing

@testable import PgParser

@Suite("What the scanner found is read as it is, or not at all")
struct ScanReaderTests {
    private func read(from start: Int32, to end: Int32, of text: String) throws -> [Token] {
        let scanned = [
            PgQueryScanToken(
                start: start, end: end, token: PG_QUERY_TOKEN_SELECT, keyword_kind: PG_QUERY_RESERVED_KEYWORD)
        ]
        return try scanned.withUnsafeBufferPointer { try ScanReader.read($0, of: Array(text.utf8)).tokens }
    }

    @Test("a token is where the scanner says")
    func token() throws {
        #expect(try read(from: 0, to: 6, of: "SELECT") == [Token(start: 0, end: 6, kind: .keyword)])
    }

    @Test("a place outside of the text is an error", arguments: [(0, 7), (5, 4), (-1, 6), (Int32.max, Int32.min)])
    func malformed(start: Int32, end: Int32) {
        #expect(throws: SyntaxFailure.self) { try read(from: start, to: end, of: "SELECT") }
    }

    @Test("tokens of a long text are found where they stand, each as what it is")
    func long() throws {
        let gap = String(repeating: " ", count: 300) + "-- 'ü' -- x\n" + String(repeating: "\n", count: 70_000)
        let words = [
            "SELECT", "$1", "+", "1.5", ",", "\"ü\"", ".", "U&\"d\\0061\"", "/* c */", ",", "E'it\\'s'", "::", "x",
            "FROM", "t",
        ]
        let parsed = try PgParser.parse(Array(words.joined(separator: gap).utf8), for: .newest)
        #expect(parsed.tokens.map { parsed.string($0.start..<$0.end) } == words.filter { $0 != "/* c */" })
        #expect(
            parsed.tokens.map(\.kind) == [
                .keyword, .parameter, .symbol, .number, .symbol, .identifier, .symbol, .identifier, .symbol, .string,
                .symbol, .identifier, .keyword, .identifier,
            ])
    }
}
