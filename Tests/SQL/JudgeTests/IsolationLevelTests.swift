import Judge
import Policy
import SQLRewrite
import Testing

@Suite("Where columns are protected, no transaction is SERIALIZABLE") struct IsolationLevelTests {
    private static func lane(lookups: Set<String>, default level: String = "read committed") -> SmallLane {
        SmallLane([SmallLane.table("t", ["id integer!", "code"])], phi: ["t.code": .redact], lookups: lookups) {
            $0.defaultIsolation = level
        }
    }

    private static let roads = [
        "BEGIN ISOLATION LEVEL SERIALIZABLE", "BEGIN READ ONLY, ISOLATION LEVEL SERIALIZABLE",
        "START TRANSACTION ISOLATION LEVEL SERIALIZABLE, READ ONLY, DEFERRABLE",
        "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE", "SET TRANSACTION READ WRITE, ISOLATION LEVEL SERIALIZABLE",
        "SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL SERIALIZABLE",
        "SET default_transaction_isolation = serializable", "SET LOCAL transaction_isolation TO 'serializable'",
        "SET \"Transaction_Isolation\" = 'SERIALIZABLE'",
        "SELECT set_config('default_transaction_isolation', 'serializable', false)",
        "SELECT set_config('TRANSACTION_ISOLATION', 'Serializable', true)",
    ]

    @Test("whichever way it is asked for", arguments: roads)
    func refused(text: String) {
        #expect(Self.lane(lookups: ["t.code"]).rule(text) == "isolation-level")
        #expect(Self.lane(lookups: []).rule(text) == "isolation-level", "also where nothing can be looked up")
        #expect(SmallLane([], phi: [:]).text(text) != nil, "where nothing is protected it is as it always was")
    }

    @Test("not by a value that is not known")
    func unknown() {
        let text = "SELECT set_config('default_transaction_isolation', $1, false)"
        #expect(Self.lane(lookups: ["t.code"]).rule(text) == "setting")
    }

    @Test("and in the startup message")
    func startup() {
        let name = "default_transaction_isolation"
        let open = Self.lane(lookups: ["t.code"]).judge
        #expect(open.refusalOfStartupParameter(name: name, value: "serializable")?.rule == "chaperone/isolation-level")
        #expect(open.refusalOfStartupParameter(name: name, value: "repeatable read") == nil)
        #expect(SmallLane([], phi: [:]).judge.refusalOfStartupParameter(name: name, value: "serializable") == nil)
    }

    @Test(
        "other levels are as they were",
        arguments: [
            "BEGIN", "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY", "SET TRANSACTION READ ONLY",
            "SET default_transaction_isolation = 'read committed'", "RESET default_transaction_isolation",
            "SELECT set_config('transaction_isolation', 'repeatable read', true)",
        ])
    func allowed(text: String) { #expect(Self.lane(lookups: ["t.code"]).text(text) == text) }

    @Test("where a server's transactions are SERIALIZABLE by default, a session begins with another level")
    func byDefault() {
        let begun = { (lane: SmallLane) in lane.judge.startupSettings.map { "\($0.name)=\($0.value)" } }
        let name = "default_transaction_isolation"
        #expect(begun(Self.lane(lookups: [], default: "serializable")) == ["\(name)=repeatable read"])
        #expect(begun(Self.lane(lookups: [], default: "repeatable read")) == ["\(name)=repeatable read"])
        #expect(begun(Self.lane(lookups: [])) == ["\(name)=read committed"], "and no reload of the server changes it")
        #expect(begun(SmallLane([], phi: [:])).isEmpty)
    }
}
