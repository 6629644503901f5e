import Judge
import Policy
import SQLRewrite
import Testing

/// Protected columns that foreign keys write count for rules that restrict, and are told of.
struct FollowingWriteTests {
    private static func lane(_ action: Rule.Action, tables: [String] = []) -> SmallLane {
        var when = Rule.Condition()
        when.writesPHI = true
        when.tables = tables
        return SmallLane(
            [
                SmallLane.table("a", ["code integer!", "note"]),
                SmallLane.table(
                    "b", ["id integer", "code integer"],
                    constraints: [
                        Constraint(
                            name: "fk", kind: .foreignKey, columns: ["code"],
                            reference: Constraint.Reference(
                                relation: QualifiedName("s", "a"), columns: ["code"], onDelete: .setNull))
                    ]),
            ],
            phi: ["b.code": .redact], lookups: ["b.code"], writable: ["b.code"],
            rules: [Rule(name: "no", when: when, action: action)])
    }

    @Test func `A deletion that sets one to NULL is a write of it`() throws {
        let delete = "DELETE FROM a WHERE code = 1"
        for tables in [[], ["s.b"], ["s.*"]] {
            let lane = Self.lane(.deny, tables: tables)
            #expect(lane.refusal(delete)?.rule == "no", "\(tables)")
            #expect(lane.refusal("UPDATE a SET note = 'x' WHERE code = 1") == nil)
        }
        #expect(Self.lane(.deny, tables: ["s.a"]).refusal(delete) == nil, "it is written in another table")
        let lane = Self.lane(.allow)
        guard case .permit(let permit) = lane.judge.judge(Array(delete.utf8), names: lane.judge.initialNames) else {
            Issue.record("refused: \(String(describing: lane.refusal(delete)))")
            return
        }
        #expect(permit.statements.map(\.phiWritten) == [["s.b.code"]])
        #expect(permit.statements.first?.rule == nil, "what is set in motion is nobody's to allow")
    }
}
