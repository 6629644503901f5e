import Policy
import TestSupport
import Testing

@Suite struct TableGlobTests {
    @Test(
        "A star stands for any run of characters inside one part",
        arguments: [
            ("clinic.*", "clinic", "patients", true), ("clinic.*", "clinics", "patients", false),
            ("*.patients", "clinic", "patients", true), ("*.patients", "clinic", "patients_old", false),
            ("*.*", "a", "b", true), ("clinic.audit_*", "clinic", "audit_", true),
            ("clinic.*_log", "clinic", "a_log_log", true), ("clinic.a*b*c", "clinic", "axxbyyc", true),
            ("clinic.a*b*c", "clinic", "axxbyy", false), ("CLINIC.Order", "clinic", "order", true),
            (#"clinic."Order""#, "clinic", "Order", true), (#"clinic."Order""#, "clinic", "order", false),
            (#"clinic."a*""#, "clinic", "ab", false), (#"clinic."a*""#, "clinic", "a*", true),
            ("clinic.*", "clinic", "a.b", true),
        ])
    func matching(glob: String, schema: String, name: String, expected: Bool) throws {
        #expect(try TableGlob(glob).matches(QualifiedName(schema, name)) == expected)
    }

    @Test("A pattern of one or three parts is refused", arguments: ["*", "patients", "a.b.c", "", "a.", "a b.c"])
    func malformed(glob: String) {
        #expect(throws: SQLName.Malformed.self) { try TableGlob(glob) }
    }

    @Test("What one pattern covers, it matches wherever the other does")
    func covering() throws {
        var random = SeededGenerator(seed: 7)
        let symbols = Array("ab*")
        let texts = ["", "a", "b", "ab", "ba", "aa", "abab", "bba", "aabb"]
        for _ in 0..<2000 {
            func pattern() -> String {
                let length = Int.random(in: 1...4, using: &random)
                return String((0..<length).map { _ in symbols.randomElement(using: &random) ?? "a" })
            }
            let wide = try TableGlob("s.\(pattern())")
            let narrow = try TableGlob("s.\(pattern())")
            guard wide.covers(narrow) else { continue }
            for text in texts where narrow.matches(QualifiedName("s", text)) {
                #expect(wide.matches(QualifiedName("s", text)))
            }
        }
        #expect(try TableGlob("*.*").covers(TableGlob("clinic.a*")))
        #expect(try !TableGlob("clinic.a*").covers(TableGlob("*.*")))
    }
}
