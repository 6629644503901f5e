import Foundation
import TestSupport
import Testing

@Suite("What was prepared is judged by what the server is now", .serialized)
struct PreparedFreshnessTests {
    private static let query = "SELECT reverse(label) AS l FROM ward.label WHERE id = 3"

    private static func show(_ column: String) throws {
        let answer = try CodeStack.owner().ask(
            "CREATE OR REPLACE VIEW ward.label AS SELECT id, \(column) AS label FROM ward.people")
        #expect(answer.error == nil, "\(answer.summary)")
    }

    /// A change that concerns nothing of the lane's statements.
    private static func changeElsewhere() throws {
        #expect(try CodeStack.owner().ask("DROP TABLE IF EXISTS other.elsewhere").error == nil)
        #expect(try CodeStack.owner().ask("CREATE TABLE other.elsewhere (id int)").error == nil)
        // A name that it does not know makes the lane look.
        _ = try CodeStack.lane().ask("SELECT 1 FROM other.elsewhere")
    }

    private static func isKnown(_ column: String) throws {
        let answer = try CodeStack.lane().ask("SELECT label FROM ward.label WHERE id = 3")
        #expect(CodeStack.text(answer).contains(column == "ssn" ? "***-**-" : "note"), "\(answer.summary)")
    }

    private static func parse(_ name: String, _ text: String) -> [UInt8] {
        FrontendMessage.message("P", Array(name.utf8) + [0] + Array(text.utf8) + [0, 0, 0]) + FrontendMessage.sync
    }

    private static func run(_ name: String) -> [UInt8] {
        FrontendMessage.message("B", [0] + Array(name.utf8) + [0, 0, 0, 0, 0, 0, 0])
            + FrontendMessage.message("E", [0, 0, 0, 0, 0]) + FrontendMessage.sync
    }

    @Test("a statement of the protocol whose view has changed is refused, and goes on after any other change")
    func protocolStatement() throws {
        try Self.show("note")
        defer { try? Self.show("note") }
        let lane = try CodeStack.lane()
        lane.send(Self.parse("p", Self.query))
        #expect(try lane.answer().error == nil)
        lane.send(Self.run("p"))
        #expect(CodeStack.text(try lane.answer()).contains("eton"))
        try Self.changeElsewhere()
        lane.send(Self.run("p"))
        #expect(CodeStack.text(try lane.answer()).contains("eton"))
        try Self.show("ssn")
        try Self.isKnown("ssn")
        lane.send(Self.run("p"))
        let answer = try lane.answer()
        #expect(answer.error?["C"] == "0A000", "\(answer.summary)")
        #expect(!CodeStack.text(answer).contains("-77-"))
    }

    @Test(
        "a column that is added to a masked table changes nothing for what was prepared, and is masked like the others where it is"
    )
    func added() throws {
        let owner = try CodeStack.owner()
        defer { _ = try? owner.ask("ALTER TABLE ward.people DROP COLUMN IF EXISTS added") }
        let lane = try CodeStack.lane()
        let query = "SELECT * FROM ward.people WHERE id = 3"
        lane.send(Self.parse("p", query))
        #expect(try lane.answer().error == nil)
        #expect(try lane.ask("PREPARE q AS \(query)").error == nil)
        #expect(try owner.ask("ALTER TABLE ward.people ADD COLUMN added text DEFAULT 'new'").error == nil)
        let now = try CodeStack.lane().ask(query)
        #expect(CodeStack.text(now).contains("new") && !CodeStack.text(now).contains("-77-"), "\(now.summary)")
        lane.send(Self.run("p"))
        for answer in [try lane.answer(), try lane.ask("EXECUTE q")] {
            #expect(answer.rows.count == 1, "\(answer.summary)")
            #expect(!CodeStack.text(answer).contains("-77-") && !CodeStack.text(answer).contains("new"))
        }
    }

    @Test("so are statements of PREPARE")
    func prepared() throws {
        try Self.show("note")
        defer { try? Self.show("note") }
        let lane = try CodeStack.lane()
        #expect(try lane.ask("PREPARE p AS \(Self.query)").error == nil)
        #expect(CodeStack.text(try lane.ask("EXECUTE p")).contains("eton"))
        try Self.changeElsewhere()
        #expect(CodeStack.text(try lane.ask("EXECUTE p")).contains("eton"))
        try Self.show("ssn")
        try Self.isKnown("ssn")
        let answer = try lane.ask("EXECUTE p")
        #expect(answer.error?["C"] == "0A000", "\(answer.summary)")
        #expect(!CodeStack.text(answer).contains("-77-"))
        #expect(try lane.ask("DEALLOCATE p").error == nil)
        #expect(try lane.ask("PREPARE p AS \(Self.query)").error == nil)
        #expect(CodeStack.text(try lane.ask("EXECUTE p")).contains("-**-***"))
    }

    @Test("cursors go on after any other change, and are refused when they would be written otherwise")
    func cursors() throws {
        try Self.show("note")
        defer { try? Self.show("note") }
        let lane = try CodeStack.lane()
        #expect(
            try lane.ask("DECLARE c CURSOR WITH HOLD FOR SELECT label FROM ward.label WHERE id > 2 ORDER BY id").error
                == nil)
        let first = try lane.ask("FETCH 1 FROM c")
        #expect(CodeStack.text(first).contains("note"), "\(first.summary) \(CodeStack.text(first))")
        try Self.changeElsewhere()
        let fetched = CodeStack.text(try lane.ask("FETCH 1 FROM c"))
        #expect(fetched.contains("note"), "\(fetched)")
        try Self.show("ssn")
        try Self.isKnown("ssn")
        #expect(try lane.ask("FETCH 1 FROM c").error?["C"] == "0A000")
        #expect(try lane.ask("CLOSE c").error == nil)
    }
}
