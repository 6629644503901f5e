import Judge
import Policy
import SQLRewrite
import Testing

@Suite("Secrets in statements") struct SecretTests {
    @Test(
        "passwords do not stand in the log",
        arguments: [
            "CREATE ROLE r LOGIN PASSWORD 'hunter2'", "ALTER ROLE r ENCRYPTED PASSWORD $x$hunter2$x$",
            "CREATE USER MAPPING FOR r SERVER s OPTIONS (user 'r', password 'hunter2')",
            "CREATE SUBSCRIPTION s CONNECTION 'host=h PassWord = hunter2' PUBLICATION p",
            "SELECT 1, 'password=hunter2'",
            "SELECT 1, E'host=h pass\\x77ord\\u003dhunter2', 'it''s sslpassword\t= hunter2'",
            "CREATE USER MAPPING FOR CURRENT_USER SERVER s OPTIONS (user 'u', \"password\" 'hunter2')",
            "CREATE USER MAPPING FOR CURRENT_USER SERVER s OPTIONS (U&\"pass\\0077ord\" 'hunter2')",
            "SELECT dblink_connect('host=h passw' \n'ord=hunter2' --\n ' user=hunter2')",
            "SELECT U&'pass!0077ord=hunter2' UESCAPE '!'", "SELECT $$postgresql://u:hunter2@h/db$$",
            "ALTER ROLE r WITH PASSWORD 'hunter2' \n '-hunter2'", "ALTER ROLE r PASSWORD /* … */ E'hunter2'",
            "UPDATE users SET password = 'hunter2' WHERE id = 1", "SELECT f(a_password => 'hunter2')",
            "COMMENT ON ROLE r IS '{\"password\": \"hunter2\"}'",
        ])
    func hidden(_ text: String) {
        let log = Self.log(text)
        #expect(!log.contains("hunter2") && log.contains("*******"), "\(log)")
    }

    @Test(
        "nor where the text is not understood",
        arguments: [
            "ALTER ROLE r PASSWORD 'hunter2' VALID UNTILL 'infinity'", "CREATE ROLE r LOGIN PASSWORD 'hunter2' FOO",
            "SELECT 1; ALTER ROLE r PASSWORD 'hunter2'; SELEC 2", "ALTER ROLE r PASSWORD = hunter2",
            "ALTER ROLE r PASSWORD IS \"hunter2\"", "ALTER ROLE r PASSWORD TO ('x', 'hunter2')",
            "ALTER ROLE r PASSWORD 'hunter2", "ALTER ROLE r PASSWORD $x$hunter2", "SELECT 'user=u password=hunter2",
            "SELECT 'postgres://u:hunter2@h", "SELECT E'pass\\x77ord=hunter2", "ALTER ROLE r /* PASSWORD 'hunter2'",
        ])
    func unknown(_ text: String) {
        let log = Self.log(text)
        #expect(!log.contains("hunter2") && log.contains("***"), "\(log)")
    }

    @Test(
        "what else there is of a text stands there",
        arguments: [
            "SELECT 'password', note FROM app.log WHERE word = 'password'",
            "SELECT 'see h/a, or b:c', E'a\\tb', 'it''s'",
            "ALTER ROLE r VALID UNTIL 'infinity'", "SELEC 'x'; SELECT 2",
        ])
    func shown(_ text: String) { #expect(Self.log(text) == text) }

    private static func log(_ text: String) -> String {
        let judge = RuleLane([]).judge
        return switch judge.judge(Array(text.utf8), names: judge.initialNames) {
        case .permit(let permit), .approve(let permit): permit.auditText
        case .refuse(let refusal), .needsCatalog(let refusal): refusal.auditText
        }
    }

    @Test("nor in what was made of a text that names a masked table")
    func hiddenInWhatIsSent() throws {
        let judge = RuleLane([], protects: true).judge
        let text = Array("SELECT note, 'password=hunter2' FROM core.roles".utf8)
        guard case .permit(let permit) = judge.judge(text, names: judge.initialNames) else {
            Issue.record("it is not permitted")
            return
        }
        let sent = try #require(permit.rewrittenAuditText)
        #expect(!sent.contains("hunter2") && sent.contains("core"), "\(sent)")
    }

    @Test("the lane's role is not altered through it, whatever the policy says")
    func ownRole() {
        for protects in [true, false] {
            var lane = RuleLane([], protects: protects)
            let role = lane.judge.catalog.role
            for text in [
                "ALTER ROLE \(role) PASSWORD 'x'", "ALTER USER CURRENT_USER PASSWORD 'x'",
                "ALTER ROLE SESSION_USER VALID UNTIL '2001-01-01'",
            ] {
                let rule = lane.rule(text)
                #expect(rule == "chaperone/own-role" || protects && rule != nil, "\(text)")
            }
            let other = lane.rule("ALTER ROLE somebody PASSWORD 'x'")
            #expect(other != "chaperone/own-role")
        }
    }
}
