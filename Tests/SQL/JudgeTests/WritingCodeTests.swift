import Judge
import Policy
import SQLRewrite
import Testing

@Suite("Code that the policy names, and that may write what has a dictionary") struct WritingCodeTests {
    private static func name(_ name: String) -> QualifiedName { QualifiedName("s", name) }

    private static func running(_ function: String) -> [AttachedCode] {
        [
            AttachedCode(
                kind: .trigger, name: "after", events: [.insert, .update, .delete],
                use: CodeUse(routines: [RoutineSignature(name(function))]))
        ]
    }

    /// `notes` and `chained` have triggers, `child` follows `parent`, and `filed.mrn` and `child.day` are masked.
    private static func lane(
        _ writes: [String: [String]] = [:], volatility: String = "v", mask: Mask = .pseudonym,
        writable: Set<String> = []
    ) -> SmallLane {
        var notes = SmallLane.table("notes", ["id integer!", "body"])
        notes.hasTriggers = true
        notes.code = running("log")
        var chained = SmallLane.table("chained", ["id integer!"])
        chained.hasTriggers = true
        chained.code = running("second")
        let reference = Constraint.Reference(
            relation: name("parent"), columns: ["id"], onUpdate: .cascade, onDelete: .cascade)
        let child = SmallLane.table(
            "child", ["id integer!", "parent integer", "day date"],
            constraints: [Constraint(name: "f", kind: .foreignKey, columns: ["parent"], reference: reference)])
        var view = SmallLane.view("shown", ["id integer"], "SELECT f.id FROM s.filed f")
        view.reads = [name("filed")]
        return SmallLane(
            [
                notes, chained, child, view, SmallLane.table("parent", ["id integer!"]),
                SmallLane.table("filed", ["id integer!", "mrn"]), SmallLane.table("plain", ["id integer!"]),
            ],
            phi: ["filed.mrn": mask, "child.day": mask == .pseudonym ? .shift(subject: "parent") : .redact],
            writable: writable, functions: [name("log"), name("second")],
            writes: Dictionary(uniqueKeysWithValues: writes.map { ("s.\($0.key)", $0.value.map(name)) })
        ) { catalog in
            for function in ["log", "second"] {
                catalog.functions[function] = [
                    SampleLane.parsed(
                        Routine(name: name(function), language: "sql", volatility: volatility, inExtension: false))
                ]
            }
        }
    }

    private static let statements = [
        "INSERT INTO notes VALUES (1, 'x')", "UPDATE notes SET body = 'x' WHERE id = 1",
        "DELETE FROM notes WHERE id = 1",
        "SELECT log()", "SELECT s.log()", "CALL log()",
    ]

    @Test(arguments: statements)
    func `is run where it is known to write nothing of the kind`(_ sql: String) {
        let log = { (tables: [String]) in Self.lane(["log": tables, "second": []]) }
        #expect(Self.lane().rule(sql) == "masked-write-back")
        for tables in [["filed"], ["plain", "filed"], ["shown"], ["child"], ["parent"]] {
            #expect(log(tables).rule(sql) == "masked-write-back", "\(tables)")
        }
        for tables in [[], ["plain"], ["chained"], ["unseen"]] { #expect(log(tables).rule(sql) == nil, "\(tables)") }
        // The trigger of what it writes is as good.
        #expect(Self.lane(["log": ["chained"]]).rule(sql) == "masked-write-back")
        #expect(Self.lane(["log": ["chained"], "second": ["filed"]]).rule(sql) == "masked-write-back")
        for volatility in ["i", "s"] { #expect(Self.lane(volatility: volatility).rule(sql) == nil) }
        #expect(Self.lane(mask: .redact).rule(sql) == nil)
        #expect(Self.lane(writable: ["filed.mrn", "child.day"]).rule(sql) == nil)
    }

    @Test func `hinders nothing that does not run it, and is told with what to say`() {
        for sql in ["SELECT * FROM notes", "INSERT INTO plain VALUES (1)", "SELECT mrn FROM filed"] {
            #expect(Self.lane().rule(sql) == nil, "\(sql)")
        }
        let refusal = Self.lane().refusal(Self.statements[0])
        #expect(refusal?.message.hasPrefix("trigger after of s.notes runs s.log(), which may write columns") == true)
        #expect(refusal?.message.contains("as s.child.day is") == true)
        #expect(refusal?.hint?.contains("writes: [SCHEMA.TABLE]") == true)
    }
}
