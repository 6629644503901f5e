import Foundation
import Policy
import Testing

struct RowConditionTests {
    @Test func `It is read by its grammar, and by nothing else`() throws {
        let condition = try RowCondition(
            #"ward = {claim:org.ward} AND NOT (Archived OR "Level" <= -3.5) AND x IN ('it''s', 'b') AND y IS NOT NULL"#)
        #expect(
            condition.root
                == .all([
                    .compares(column: "ward", .equal, .claim(.claim("org.ward"))),
                    .not(
                        .any([.isTrue(column: "archived"), .compares(column: "Level", .lessOrEqual, .number("-3.5"))])),
                    .isAmong(column: "x", [.text("it's"), .text("b")]), .not(.isNull(column: "y")),
                ]))
        #expect(condition.columns == ["ward", "archived", "Level", "x", "y"])
        #expect(condition.claims == [.claim("org.ward")])
        #expect(
            try RowCondition("a != b OR c not in (1,{principal}) OR d = TRUE").root
                == .any([
                    .compares(column: "a", .unequal, .column("b")),
                    .not(.isAmong(column: "c", [.number("1"), .claim(.principal)])),
                    .compares(column: "d", .equal, .truth(true)),
                ]))
    }

    @Test(
        "What is not of it is an error that says what is wrong",
        arguments: [
            ("", "ends where a column"), ("ward =", "ends where a column"),
            ("lower(ward) = 'x'", "\"(\" is not understood"), ("ward = 'x' -- y", "\"-\" is not understood"),
            ("ward = 'x", "a text is not closed"), ("ward = \"x", "a name is not closed"),
            ("ward = {clam:x}", "is neither {claim:NAME} nor {principal}"), ("ward = {claim:}", "is neither"),
            ("ward = {claim:x", "{ is not closed"), ("ward || 'x' = 'y'", "\"|\" is not understood"),
            ("ward = NULL", "\"NULL\" is not understood"), ("'x' = ward", "\"'…'\" is not understood"),
            ("ward = 'x' ward", "\"ward\" is not understood"), ("ward LIKE 'x'", "\"LIKE\" is not understood"),
            ("ward == 'x'", "\"==\" is not understood"), ("n = 1e5", "\"1\" is not understood"),
            ("n = 1.2.3", "\"1.2.3\" is not understood"), ("ward IN ()", "\")\" is not understood"),
            ("(ward = 'x'", "ends where \")\""), ("t.ward = 'x'", "\".\" is not understood"),
            ("ward = $$x$$", "unexpected"), ("ward = 'x' ; DROP TABLE t", "\";\" is not understood"),
            ("exists (select 1)", "\"(\" is not understood"), ("a\u{301} = 1", "normal form C"),
            (String(repeating: "(", count: 17) + "a" + String(repeating: ")", count: 17), "more than 16 deep"),
            ("a IN (" + Array(repeating: "1", count: 1001).joined(separator: ",") + ")", "more than 1000 values"),
            (String(repeating: "a", count: 4097), "longer than 4096"),
        ])
    func errors(text: String, expected: String) {
        var words = ""
        do { _ = try RowCondition(text) } catch { words = "\(error)" }
        #expect(words.contains(expected), "\(text): \(words)")
    }

    @Test func `A bundle has its text, and one that cannot be read is no bundle`() throws {
        let condition = try RowCondition("ward = 'x'")
        let coded = try JSONEncoder().encode([condition])
        #expect(String(decoding: coded, as: UTF8.self) == #"["ward = 'x'"]"#)
        #expect(try JSONDecoder().decode([RowCondition].self, from: coded) == [condition])
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([RowCondition].self, from: Data(#"["f(ward)"]"#.utf8))
        }
    }
}
