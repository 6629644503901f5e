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
        ])
    func hidden(_ text: String) {
        let judge = RuleLane([]).judge
        let log =
            switch judge.judge(Array(text.utf8), names: judge.initialNames) {
            case .permit(let permit), .approve(let permit): permit.auditText
            case .refuse(let refusal), .needsCatalog(let refusal): refusal.auditText
            }
        #expect(!log.contains("hunter2") && log.contains("*******"), "\(log)")
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
