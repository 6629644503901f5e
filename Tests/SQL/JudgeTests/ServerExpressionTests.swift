import Judge
import Policy
import SQLRewrite
import Testing

/// Conditions of triggers and generated columns are the server's own expressions over raw rows: whether one fails, or what
/// it leads to, tells of them whatever is written.
@Suite("What the server computes by itself from protected values speaks") struct ServerExpressionTests {
    // MARK: triggers

    /// - Parameter columns: of `UPDATE OF`.
    private static func lane(
        when condition: String, _ events: AttachedCode.Events = .update, of columns: Set<String> = [],
        lookups: Set<String> = []
    ) -> SmallLane {
        var table = SmallLane.table("t", ["id integer!", "note", "state", "secret", "score integer"])
        table.conditions = [
            ConditionOfTrigger(
                trigger: "w", events: events, columns: columns,
                definition:
                    "CREATE TRIGGER w BEFORE UPDATE ON s.t FOR EACH ROW WHEN (\(condition)) EXECUTE FUNCTION s.touch()")
        ]
        return SmallLane(
            [table], phi: ["t.secret": .redact, "t.score": .redact], lookups: lookups,
            writable: ["t.secret", "t.score"])
    }

    private static let note = "UPDATE t SET note = 'x' WHERE id = 1"

    @Test("a condition that looks at a protected value of the old row speaks of every update, and of what it waits for")
    func old() {
        for condition in [
            "(old.score / 2) > 0", "old.* IS NULL", "old.secret = new.note", "length(old.secret) > length(new.*::text)",
        ] {
            let lane = Self.lane(when: condition)
            #expect(lane.rule(Self.note) == "update-oracle", "\(condition)")
            #expect(lane.rule("INSERT INTO t (id, note) VALUES (1, 'x')") == nil, "a new row is the writer's own")
            #expect(lane.rule("DELETE FROM t WHERE id = 1") == nil)
        }
        let lane = Self.lane(when: "(old.score / 2) > 0")
        #expect(lane.refusal(Self.note)?.message.contains("the condition of trigger \"w\"") == true)
        #expect(lane.rule("UPDATE t SET score = 1 WHERE id = 1") == "update-oracle", "of the value that it had")
        let waiting = Self.lane(when: "(old.score / 2) > 0", of: ["state"])
        #expect(waiting.rule(Self.note) == nil)
        #expect(waiting.rule("UPDATE t SET state = 'x' WHERE id = 1") == "update-oracle")
        #expect(Self.lane(when: "old.note = 'x'").rule(Self.note) == nil)
        #expect(Self.lane(when: "this is no condition").rule(Self.note) == "update-oracle", "what is not understood")
    }

    @Test("of the new row it speaks unless all that it looks at is the writer's own")
    func new() {
        let lane = Self.lane(when: "(new.secret > 'x') AND (new.note = 'y')")
        #expect(lane.rule(Self.note) == "update-oracle")
        #expect(lane.rule("UPDATE t SET note = 'x', secret = 'y' WHERE id = 1") == nil)
    }

    @Test("whether a value is changed speaks only of what is written")
    func changed() {
        for condition in [
            "old.* IS DISTINCT FROM new.*", "(old.secret IS DISTINCT FROM new.secret) OR (old.note <> new.note)",
            "new.secret <> old.secret",
        ] {
            let lane = Self.lane(when: condition)
            #expect(lane.rule(Self.note) == nil, "\(condition)")
            #expect(lane.rule("UPDATE t SET secret = 'x' WHERE id = 1") == "update-oracle", "\(condition)")
            #expect(
                Self.lane(when: condition, lookups: ["t.secret"]).rule("UPDATE t SET secret = 'x' WHERE id = 1") == nil,
                "who may look a value up learns no more")
        }
        for condition in [
            "NOT (old.secret <> new.secret)", "old.secret IS NOT DISTINCT FROM new.secret", "old.secret = new.secret",
            "old.secret <> new.note", "old.secret IS DISTINCT FROM old.note",
        ] {
            #expect(Self.lane(when: condition).rule(Self.note) == "update-oracle", "\(condition)")
        }
    }

    @Test("a deletion is told about by what it waits for, and by a foreign key's action")
    func deletions() {
        let lane = Self.lane(when: "(old.score / 2) > 0", .delete)
        #expect(lane.rule("DELETE FROM t WHERE id = 1") == "delete-oracle")
        #expect(lane.rule(Self.note) == nil)
    }

    // MARK: generated columns

    /// `q` is generated from `secret`.
    private static func generated(
        isSettled: Bool, trigger: Bool, constraint: Constraint? = nil, type: String = "text"
    ) -> SmallLane {
        var table = SmallLane.table(
            "g", ["id integer!", "note", "secret"], constraints: [constraint].compactMap(\.self))
        var column = SmallLane.column("q \(type)")
        column.generatedFrom = ["secret"]
        column.isGenerated = true
        column.isSettled = isSettled
        table.columns.append(column)
        table.hasTriggersBeforeUpdate = trigger
        return SmallLane([table], phi: ["g.secret": .redact], writable: ["g.secret"])
    }

    @Test("where a trigger runs before, every update computes them anew: one whose expression is not settled speaks")
    func anew() {
        let note = "UPDATE g SET note = 'x' WHERE id = 1"
        let lane = Self.generated(isSettled: false, trigger: true)
        #expect(lane.rule(note) == "update-oracle")
        #expect(lane.refusal(note)?.message.contains("the expression of q") == true)
        #expect(lane.rule("UPDATE g SET secret = 'x' WHERE id = 1") == nil, "all of it is the writer's own")
        #expect(lane.rule("INSERT INTO g (id, secret) VALUES (1, 'x')") == nil)
        #expect(Self.generated(isSettled: true, trigger: true).rule(note) == nil, "it gives the same for ever")
        #expect(Self.generated(isSettled: false, trigger: false).rule(note) == nil, "nothing is computed")
    }

    @Test("what is demanded of a generated column is demanded of whatever it is computed from")
    func constraints() {
        var check = Constraint(name: "c", kind: .check, columns: ["q", "note"])
        check.isSettled = true
        let unique = Constraint(name: "u", kind: .unique, columns: ["q"])
        let write = "UPDATE g SET secret = 'x' WHERE id = 1"
        #expect(Self.generated(isSettled: true, trigger: true, constraint: check).rule(write) == nil)
        #expect(
            Self.generated(isSettled: true, trigger: true, constraint: check).rule("UPDATE g SET note = 'x'")
                == "update-oracle")
        let lane = Self.generated(isSettled: true, trigger: false, constraint: unique)
        #expect(lane.rule(write) == "update-oracle", "another row may have that")
        #expect(lane.rule("INSERT INTO g (id, secret) VALUES (1, 'x')") == "insert-oracle")
        #expect(lane.rule("UPDATE g SET note = 'x' WHERE id = 1") == nil)
        // A pair with an open column whose text follows settings.
        var table = SmallLane.table("h", ["id integer!", "note", "secret"])
        var open = SmallLane.column("q")
        (open.generatedFrom, open.isGenerated) = (["id"], true)
        table.columns.append(open)
        table.hasTriggersBeforeUpdate = true
        table.constraints = [Constraint(name: "u", kind: .unique, columns: ["q", "secret"])]
        let pair = SmallLane([table], phi: ["h.secret": .redact])
        #expect(pair.rule("UPDATE h SET note = 'x' WHERE id = 1") == "update-oracle")
    }

    @Test("a check looks at a virtual column, which may give something else now, at every update")
    func virtual() {
        func lane(isSettled: Bool) -> SmallLane {
            var check = Constraint(name: "c", kind: .check, columns: ["q"])
            check.isSettled = true
            var table = SmallLane.table("g", ["id integer!", "note", "secret"], constraints: [check])
            var column = SmallLane.column("q")
            (column.generatedFrom, column.isGenerated, column.isVirtual) = (["secret"], true, true)
            column.isSettled = isSettled
            table.columns.append(column)
            return SmallLane([table], phi: ["g.secret": .redact])
        }
        #expect(lane(isSettled: false).rule("UPDATE g SET note = 'x' WHERE id = 1") == "update-oracle")
        #expect(lane(isSettled: true).rule("UPDATE g SET note = 'x' WHERE id = 1") == nil)
    }

    @Test("a foreign key that refers to a generated column acts when that is computed anew")
    func references() {
        var table = SmallLane.table("g", ["id integer!", "name"])
        var column = SmallLane.column("key")
        (column.generatedFrom, column.isGenerated, column.isSettled) = (["name"], true, true)
        table.columns.append(column)
        let reference = Constraint(
            name: "f", kind: .foreignKey, columns: ["key"],
            reference: Constraint.Reference(
                relation: QualifiedName("s", "g"), columns: ["key"], onUpdate: .cascade))
        let check = Constraint(name: "c", kind: .check, columns: ["key", "secret"])
        let lane = SmallLane(
            [table, SmallLane.table("r", ["id integer!", "key", "secret"], constraints: [reference, check])],
            phi: ["r.secret": .redact])
        #expect(lane.rule("UPDATE g SET name = 'x' WHERE id = 1") == "update-oracle")
        #expect(lane.rule("UPDATE g SET id = 2 WHERE id = 1") == nil)
    }
}
