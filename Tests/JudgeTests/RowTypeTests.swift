import Policy
import SQLRewrite
import Testing

@Suite("A column that holds whole rows of a protected table shows none") struct RowTypeTests {
    private static func of(_ type: String, _ name: String, _ number: UInt32) -> Column {
        Column(name: name, sqlType: "s.\(type)", typeName: type, typeSchema: "s", typeOID: number, typeKind: "c")
    }

    private static let lane: SmallLane = {
        var history = SmallLane.table("history", ["id integer!"])
        history.columns += [
            of("people", "before", 1), of("_people", "all_before", 2), of("plain", "other", 3), of("wrap", "deep", 4),
        ]
        var child = SmallLane.table("child", ["id integer!"])
        child.columns = history.columns
        child.parents = [history.name]
        let people = QualifiedName("s", "people")
        return SmallLane(
            [
                SmallLane.table("people", ["id integer!", "ssn"]), SmallLane.table("plain", ["id integer!"]), history,
                child, SmallLane.view("v", ["id integer", "b"], "SELECT h.id, h.before AS b FROM s.history h"),
            ], phi: ["people.ssn": .last4]
        ) {
            $0.typeRows = [
                1: [people], 2: [people], 3: [QualifiedName("s", "plain")], 4: [people, QualifiedName("s", "wrap")],
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
