import Policy
import PostgresSession
import Testing

/// A lane whose policy protects nothing: what may be left out there.
struct PlainLaneTests {
    private static let tableRules: [Rule] = {
        var condition = Rule.Condition()
        condition.tables = ["public.notes"]
        return [Rule(name: "no notes", when: condition, action: .deny)]
    }()

    @Test(arguments: ["is_superuser", "session_authorization"])
    func `A role may be changed where nothing is protected`(parameter: String) {
        var session = Conversation(protects: false)
        session.client(.query("SET ROLE somebody"))
        session.server(.complete("SET"), .parameter(parameter, "off"), .ready("I"))
        #expect(session.sentToClient() == "CSZ")
        #expect(session.machine.takeEffects() == [])
    }

    @Test(arguments: [(true, []), (false, tableRules)])
    func `A changed role ends the session where columns are protected or rules name tables`(
        protects: Bool, rules: [Rule]
    ) {
        var session = Conversation(rules: rules, protects: protects)
        session.server(.parameter("is_superuser", "off"))
        #expect(session.told() == ("E", ["42501"]))
        #expect(session.isClosed)
    }

    @Test func `How text is read may be changed nowhere`() {
        var session = Conversation(protects: false)
        session.server(.parameter("standard_conforming_strings", "off"))
        #expect(session.told() == ("E", ["42501"]))
    }

    @Test func `A text behind a schema change waits for no catalog`() {
        var session = Conversation(protects: false)
        session.client(.query("CREATE TABLE made (id int)"), .query("SELECT id FROM made"))
        #expect(session.sentUpstream() == "QQ")
        session.server(.complete("CREATE TABLE"), .ready("I"), .row, .complete("SELECT 1"), .ready("I"))
        #expect(session.sentToClient() == "CZDCZ")
        #expect(session.machine.takeEffects() == [])
    }
}
