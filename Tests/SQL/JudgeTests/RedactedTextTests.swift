import Judge
import Policy
import Testing

/// What the log keeps of a statement, and what whoever approves it is shown.
@Suite("What is shown of a statement hides what looks like PHI, and never code") struct RedactedTextTests {
    private static let lane = SmallLane([SmallLane.table("t", ["id integer!", "note"])], phi: [:])

    private static func shown(_ sql: String) -> String {
        switch lane.judge.judge(Array(sql.utf8), names: lane.judge.initialNames) {
        case .permit(let permit), .approve(let permit): permit.auditText
        case .refuse(let refusal), .needsCatalog(let refusal): refusal.auditText
        }
    }

    @Test(
        "a finding that spans tokens is hidden in its literals and comments alone",
        arguments: [
            (
                "DELETE FROM t WHERE id = 5 /* per http://t.co/7*/OR/**/id!=5/* */",
                "DELETE FROM t WHERE id = 5 /* per [URL]*/OR/**/id!=5/* */"
            ),
            (
                "DELETE FROM t WHERE id = 5 /* a /* http://t.co/7*/ b*/OR/**/id!=5/* */",
                "DELETE FROM t WHERE id = 5 /* a /* [URL]*/ b*/OR/**/id!=5/* */"
            ),
            (
                "SELECT 'http://t.co/'||id||'/x' FROM t",
                "SELECT '[URL]'||id||'/x' FROM t"
            ),
            (
                "SELECT 1 -- http://t.co/7\nFROM t", "SELECT 1 -- [URL]\nFROM t"
            ),
            (
                "SELECT $a$http://t.co/7$a$||id FROM t", "SELECT $a$[URL]$a$||id FROM t"
            ),
            (
                "SELECT id AS \"http://t.co/7\",id FROM t", "SELECT id AS \"[URL]\",id FROM t"
            ),
            (
                "SELECT E'http://t.co/7',U&'http://t.co/7' FROM t", "SELECT E'[URL]',U&'*************' FROM t"
            ),
            ("SELECT '536-22-0001' FROM t", "SELECT '[SSN]' FROM t"),
        ])
    func spans(_ sql: String, _ shown: String) { #expect(Self.shown(sql) == shown) }

    @Test("numbers that are a finding together are hidden together, and no other number is")
    func numbers() {
        #expect(Self.shown("DELETE FROM t WHERE id = 536-22-1234 OR true") == "DELETE FROM t WHERE id = [SSN] OR true")
        let bounds = "DELETE FROM t WHERE id IN (5)/*http://t.co/7*/OR/**/id/**/BETWEEN/**/1/**/AND/**/20"
        #expect(Self.shown(bounds) == bounds.replacing("http://t.co/7", with: "[URL]"))
    }

    @Test("of what is no SQL, and of what is refused, nothing that looks so is left")
    func refused() {
        #expect(!Self.shown("no sql 536-22-0001").contains("0001"))
        #expect(!Self.shown("SELECT pg_sleep(1), '536-22-0001'").contains("0001"))
    }
}
