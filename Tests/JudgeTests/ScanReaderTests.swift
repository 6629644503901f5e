import SQLSyntax
import Testing

@testable import PgParser

@Suite("The scanner's message is read as it is, or not at all")
struct ScanReaderTests {
    /// libpg_query's version, and the word SELECT from 0 to 6.
    private static let message: [UInt8] = [
        0x08, 0xF1, 0x93, 0x09, 0x12, 0x07, 0x10, 0x06, 0x20, 0xD1, 0x04, 0x28, 0x04,
    ]

    private func read(_ message: [UInt8], of text: String) throws -> [Token] {
        try message.withUnsafeBytes { try ScanReader.read($0, of: Array(text.utf8)).tokens }
    }

    @Test("a token is where the message says")
    func token() throws {
        #expect(try read(Self.message, of: "SELECT") == [Token(start: 0, end: 6, kind: .keyword)])
    }

    @Test("a message that ends in the midst of a field is an error", arguments: [1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 12])
    func cut(count: Int) {
        #expect(throws: SyntaxFailure.self) { try read(Array(Self.message.prefix(count)), of: "SELECT") }
    }

    @Test(
        "numbers that are too large or negative, fields that are not known, and places outside of the text are errors",
        arguments: [
            [0x12, 0x02, 0x10, 0x07], [0x12, 0x04, 0x08, 0x05, 0x10, 0x04], [0x12, 0x02, 0x30, 0x01], [0x1A, 0x00],
            [0x12, 0x06, 0x10, 0xFF, 0xFF, 0xFF, 0xFF, 0x1F], [0x12, 0x03, 0x10, 0x06],
            [0x12, 0x0B, 0x08, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01],
        ] as [[UInt8]])
    func malformed(message: [UInt8]) {
        #expect(throws: SyntaxFailure.self) { try read(message, of: "SELECT") }
    }

    @Test("tokens of a long text are found where they stand, each as what it is")
    func long() throws {
        let gap = String(repeating: " ", count: 300) + "-- 'ü' -- x\n" + String(repeating: "\n", count: 70_000)
        let words = [
            "SELECT", "$1", "+", "1.5", ",", "\"ü\"", ".", "U&\"d\\0061\"", "/* c */", ",", "E'it\\'s'", "::", "x",
            "FROM", "t",
        ]
        let parsed = try PgParser.parse(Array(words.joined(separator: gap).utf8))
        #expect(parsed.tokens.map { parsed.string($0.start..<$0.end) } == words.filter { $0 != "/* c */" })
        #expect(
            parsed.tokens.map(\.kind) == [
                .keyword, .parameter, .symbol, .number, .symbol, .identifier, .symbol, .identifier, .symbol, .string,
                .symbol, .identifier, .keyword, .identifier,
            ])
    }
}
