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

    @Test(
        "a finding in a literal that is code is hidden in that code's literals and comments alone",
        arguments: [
            (
                "DO $$BEGIN PERFORM $q$http://t.co/7$q$/**/WHERE/**/f(1)=1; END$$",
                "DO $$BEGIN PERFORM $q$[URL]$q$/**/WHERE/**/f(1)=1; END$$"
            ),
            (
                "DO LANGUAGE 'plpgsql' 'BEGIN/*http://t.co/7*/DELETE/**/FROM/**/t;END'",
                "DO LANGUAGE 'plpgsql' 'BEGIN/*[URL]*/DELETE/**/FROM/**/t;END'"
            ),
            (
                "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$SELECT/*http://t.co/7*/g(1)$$",
                "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$SELECT/*[URL]*/g(1)$$"
            ),
            (
                "CREATE PROCEDURE f() AS $a$ BEGIN -- jane@x.org\n CALL g('536-22-0001'); END $a$ LANGUAGE plpgsql",
                "CREATE PROCEDURE f() AS $a$ BEGIN -- [EMAIL]\n CALL g('[SSN]'); END $a$ LANGUAGE plpgsql"
            ),
        ])
    func bodies(_ sql: String, _ shown: String) { #expect(Self.shown(sql) == shown) }

    /// Another language, escapes, a literal of code in code, or an argument of whatever runs it.
    @Test(
        "what could be code in a finding that cannot be read is said not to be shown, and how long it is",
        arguments: [
            (
                "CREATE FUNCTION f() RETURNS int LANGUAGE plpython3u AS $$#http://t.co/7$$",
                "CREATE FUNCTION f() RETURNS int LANGUAGE plpython3u AS $$#[URL NOT SHOWN, 13 BYTES]$$"
            ),
            (
                "DO E'BEGIN\\n/*http://t.co/7*/DELETE FROM t;END'",
                "DO E'BEGIN\\n/*[URL NOT SHOWN, 21 BYTES] FROM t;END'"
            ),
            (
                "DO 'BEGIN PERFORM ''x'';/*http://t.co/7*/DELETE FROM t;END'",
                "DO 'BEGIN PERFORM ''x'';/*[URL NOT SHOWN, 21 BYTES] FROM t;END'"
            ),
            (
                "DO $$BEGIN EXECUTE 'SELECT/*http://t.co/7*/f(1) FROM t';END$$",
                "DO $$BEGIN EXECUTE 'SELECT/*[URL NOT SHOWN, 18 BYTES]) FROM t';END$$"
            ),
            (
                "SELECT f('delete/**/from/**/t/**/where/**/a=$q$http://t.co/7$q$or/**/b=1')",
                "SELECT f('delete/**/from/**/t/**/where/**/a=$q$[URL NOT SHOWN, 25 BYTES]')"
            ),
            ("SELECT f('1=1--jane--@x.org')", "SELECT f('1=[EMAIL NOT SHOWN, 15 BYTES]')"),
        ])
    func unread(_ sql: String, _ shown: String) {
        #expect(Self.shown(sql) == shown)
        #expect(Self.lane.judge.redacted(Array(shown.utf8)) == shown, "nothing is left to find")
    }

    @Test("a value that is bound is searched as a literal is")
    func values() {
        let judge = Self.lane.judge
        #expect(judge.redacted(Array("see http://t.co/7?a=b".utf8)) == "see [URL]")
        #expect(judge.redacted(Array("http://t.co/7*/f(1)+1".utf8)) == "[URL NOT SHOWN, 21 BYTES]")
    }

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
