import Policy
import Testing

@Suite struct SQLNameTests {
    @Test("Names are read as PostgreSQL reads them")
    func names() throws {
        #expect(try SQLName.parts("Clinic.PATIENTS.ssn", count: 3) == ["clinic", "patients", "ssn"])
        #expect(try SQLName.parts(#"clinic."Order"."Patient SSN""#, count: 3) == ["clinic", "Order", "Patient SSN"])
        #expect(try SQLName.parts(#""a.b"."c""d""#, count: 2) == ["a.b", "c\"d"])
        #expect(try SQLName.parts("Größe", count: 1) == ["größe"])
    }

    @Test("A name in quotes is read back", arguments: ["a", "a\"b", "\"\u{308}", "\u{308}\"", "\"\u{fe0f}\"", "\r\n"])
    func quoted(name: String) throws {
        #expect(try SQLName.parts(SQLName.quoted(name), count: 1).map { Array($0.utf8) } == [Array(name.utf8)])
    }

    @Test(
        "A malformed name is told apart by what is wrong",
        arguments: [
            ("", SQLName.Malformed.emptyPart), ("a.", .emptyPart), (".a", .emptyPart), ("a..b", .emptyPart),
            ("\"\"", .emptyPart), ("\"a", .unterminatedQuote), ("a b", .unexpected(" ")), ("a-b", .unexpected("-")),
            ("\"a\"b", .unexpected("b")), ("1a", .unexpected("1")), ("a*", .unexpected("*")),
            ("a.b", .parts(expected: 1, found: 2)), ("cafe\u{301}", .decomposed(part: "cafe\u{301}")),
            ("\"\u{212A}\"", .decomposed(part: "\u{212A}")),
            (String(repeating: "x", count: 64), .tooLong(part: String(repeating: "x", count: 64))),
        ])
    func malformed(text: String, reason: SQLName.Malformed) {
        #expect(throws: reason) { try SQLName.parts(text, count: 1) }
    }
}
