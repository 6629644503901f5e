import Policy
import SQLRewrite
import Testing

/// What a trigger sets before a row is stored counts as written, with all that follows.
struct TriggerSetTests {
    private static func trigger(
        _ name: String, _ events: AttachedCode.Events, _ body: String, of columns: Set<String> = []
    ) -> RowTrigger {
        RowTrigger(name: name, events: events, columns: columns, writes: .body("BEGIN \(body) RETURN NEW; END"))
    }

    private static let lane: SmallLane = {
        func key(_ name: String, _ column: String, to table: String, _ other: String, cascades: Bool = false)
            -> Constraint
        {
            Constraint(
                name: name, kind: .foreignKey, columns: [column],
                reference: Constraint.Reference(
                    relation: QualifiedName("s", table), columns: [other], onUpdate: cascades ? .cascade : .none))
        }
        var mail = SmallLane.table(
            "mail", ["id integer", "email", "email_key", "note"],
            constraints: [Constraint(name: "mail_key", kind: .unique, columns: ["email_key"])])
        mail.rowTriggers = [trigger("keyed", [.insert, .update], "NEW.email_key := lower(NEW.email);", of: ["email"])]
        var less = Constraint(name: "less", kind: .check, columns: ["total", "secret"])
        less.isSettled = true
        var sums = SmallLane.table(
            "sums", ["id integer", "a integer", "total integer", "secret integer", "note"],
            constraints: [less])
        sums.rowTriggers = [trigger("summed", [.update], "NEW.total := NEW.a;", of: ["a"])]
        var noted = SmallLane.table(
            "noted", ["id integer", "note", "ssn"], constraints: [key("k", "ssn", to: "reg", "ssn")])
        noted.rowTriggers = [trigger("copied", [.insert], "NEW.ssn := NEW.note;")]
        var dict = SmallLane.table("dict", ["id integer", "label", "code"])
        dict.rowTriggers = [trigger("coded", [.update], "NEW.code := upper(NEW.label);")]
        var searched = SmallLane.table("searched", ["id integer", "note", "body", "tsv", "state"])
        var vector = RowTrigger(name: "tsv", events: [.insert, .update], writes: .columns(["tsv"]))
        vector.reads = ["note", "body"]
        searched.rowTriggers = [vector]
        return SmallLane(
            [
                mail, sums, noted, dict, searched, SmallLane.table("reg", ["id integer", "ssn"]),
                SmallLane.table(
                    "dx", ["id integer", "code"], constraints: [key("c", "code", to: "dict", "code", cascades: true)]),
            ],
            phi: [
                "mail.email": .redact, "mail.email_key": .redact, "sums.secret": .redact, "reg.ssn": .redact,
                "dx.code": .pseudonym, "searched.body": .redact,
            ], writable: ["mail.email"])
    }()

    @Test(arguments: [
        ("INSERT INTO s.mail (id, email) VALUES (1, 'x')", "insert-oracle"),
        ("UPDATE s.mail SET email = 'x' WHERE id = 1", "update-oracle"),
        ("UPDATE s.sums SET a = 55 WHERE id = 1", "update-oracle"),
        ("INSERT INTO s.noted (id, note) VALUES (1, 'x')", "insert-oracle"),
        ("UPDATE s.dict SET label = 'smith' WHERE id = 1", "update-oracle"),
        ("UPDATE s.searched SET note = 'x' WHERE id = 1", "update-oracle"),
    ])
    func `What it sets is not written by way of it`(sql: String, rule: String) {
        #expect(Self.lane.rule(sql) == rule)
    }

    @Test(arguments: [
        "UPDATE s.mail SET note = 'x' WHERE id = 1", "UPDATE s.sums SET note = 'x' WHERE id = 1",
        "UPDATE s.noted SET note = 'x' WHERE id = 1", "INSERT INTO s.dict VALUES (1, 'x', 'y')",
        "UPDATE s.searched SET state = 'x' WHERE id = 1", "INSERT INTO s.searched (id, note) VALUES (1, 'x')",
    ])
    func `What it does not set is`(sql: String) {
        #expect(Self.lane.rule(sql) == nil)
    }
}
