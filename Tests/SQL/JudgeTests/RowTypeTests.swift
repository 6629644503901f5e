import Policy
import SQLRewrite
import Testing

@Suite("A column that holds whole rows of a protected table shows none") struct RowTypeTests {
    private static func of(_ type: String, _ name: String) -> Column {
        Column(
            name: name, sqlType: "s.\(type)", typeName: type, typeSchema: "s", typeOID: numbers[type] ?? 0,
            typeKind: "c")
    }

    private static let numbers: [String: UInt32] = [
        "people": 20_001, "_people": 20_002, "plain": 20_003, "wrap": 20_004,
    ]

    private static let lane: SmallLane = {
        var history = SmallLane.table("history", ["id integer!"])
        history.columns += [
            of("people", "before"), of("_people", "all_before"), of("plain", "other"), of("wrap", "deep"),
        ]
        var wrap = SmallLane.table("wrap", ["n integer"])
        wrap.kind = .compositeType
        wrap.columns.append(of("people", "person"))
        var child = SmallLane.table("child", ["id integer!"])
        child.columns = history.columns
        child.parents = [history.name]
        return SmallLane(
            [
                SmallLane.table("people", ["id integer!", "ssn"]), SmallLane.table("plain", ["id integer!"]), history,
                wrap,
                child, SmallLane.view("v", ["id integer", "b"], "SELECT h.id, h.before AS b FROM s.history h"),
            ], phi: ["people.ssn": .last4]
        ) { catalog in
            let people = QualifiedName("s", "people")
            catalog.typeRows = [
                20_001: [people], 20_002: [people], 20_003: [QualifiedName("s", "plain")],
                20_004: [people, QualifiedName("s", "wrap")],
            ]
        }
    }()

    @Test("nor arrays of them, nor rows that hold them, nor do children of the table", arguments: ["history", "child"])
    func hidden(table: String) throws {
        let text = try #require(Self.lane.text("SELECT * FROM \(table)"))
        for (name, type) in [("before", "people"), ("all_before", "_people"), ("deep", "wrap")] {
            #expect(text.contains("NULL::s.\(type) AS \"\(name)\""), "\(text)")
        }
        #expect(text.contains(", \"other\""))
    }

    @Test("through a view and in a field of it as well, and it is not written back")
    func elsewhere() {
        #expect(Self.lane.text("SELECT (before).ssn FROM history")?.contains("NULL::s.people AS \"before\"") == true)
        #expect(Self.lane.text("SELECT b FROM v")?.contains("NULL") == true)
        #expect(Self.lane.rule("UPDATE history SET before = NULL WHERE id = 1") == "masked-write-back")
        #expect(Self.lane.rule("UPDATE history SET id = 2 WHERE (before).ssn > '5'") != nil)
    }
}
