import Judge
import Policy
import SQLRewrite
import Testing

@Suite("What is shown masked is not written back, and nobody makes a dictionary of masks") struct MaskedWriteTests {
    private static func lane(writable: Set<String> = []) -> SmallLane {
        let ward = Constraint.Reference(
            relation: QualifiedName("s", "wards"), columns: ["id"], onUpdate: .cascade, onDelete: .setNull)
        let code = Constraint.Reference(relation: QualifiedName("s", "codes"), columns: ["code"], onUpdate: .cascade)
        return SmallLane(
            [
                SmallLane.table(
                    "people",
                    [
                        "id integer!", "mrn", "born date", "zip", "seen date", "ward integer", "doc jsonb", "tags",
                        "note",
                    ],
                    constraints: [
                        Constraint(name: "in_ward", kind: .foreignKey, columns: ["ward"], reference: ward)
                    ]),
                SmallLane.table("defaulted", ["id integer!", "ward integer", "seen date="]),
                SmallLane.table("wards", ["id integer!", "name"]),
                SmallLane.table("codes", ["code!", "name"]),
                SmallLane.table(
                    "coded", ["id integer!", "code"],
                    constraints: [Constraint(name: "has_code", kind: .foreignKey, columns: ["code"], reference: code)]),
                SmallLane.view(
                    "shown", ["id integer", "number", "zip", "note"],
                    "SELECT p.id, p.mrn AS number, p.zip, p.note FROM s.people p"),
            ],
            phi: [
                "people.mrn": .pseudonym, "people.born": .year, "people.zip": .zip3,
                "people.seen": .shift(subject: "ward"), "defaulted.seen": .shift(subject: "ward"),
                "people.doc": .json([JSONPathMask(path: ["a"], mask: .redact)]), "people.tags": .redact,
                "coded.code": .pseudonym,
            ], lookups: ["people.mrn", "coded.code"], writable: writable)
    }

    @Test(
        "an UPDATE of any masked column is refused, of others it is not",
        arguments: [
            ("UPDATE people SET zip = '100' WHERE id = 1", true),
            ("UPDATE people SET note = 'x', born = '1930-01-01' WHERE id = 1", true),
            ("UPDATE people SET (note, doc) = ('x', '{}') WHERE id = 1", true),
            ("UPDATE people SET mrn = 'x' WHERE id = 1", true),
            ("UPDATE shown SET zip = '1' WHERE id = 1", true),
            ("UPDATE shown SET number = '1' WHERE id = 1", true),
            ("INSERT INTO people (id) VALUES (1) ON CONFLICT (id) DO UPDATE SET zip = excluded.zip", true),
            ("INSERT INTO people (id) VALUES (1) ON CONFLICT (id) DO UPDATE SET note = 'x'", false),
            ("UPDATE people SET note = 'x' WHERE id = 1", false),
            ("UPDATE shown SET note = 'x' WHERE id = 1", false),
        ])
    func updates(_ sql: String, _ isRefused: Bool) {
        #expect(Self.lane().rule(sql) == (isRefused ? "masked-write-back" : nil))
    }

    @Test(
        "whatever puts a chosen value under a pseudonym or a shifted date is refused, an INSERT under other masks is not",
        arguments: [
            ("INSERT INTO people (id, mrn) VALUES (1, 'x')", true),
            ("INSERT INTO people (id, seen) VALUES (1, '2024-01-01')", true),
            ("INSERT INTO people VALUES (1)", true),
            ("INSERT INTO people SELECT 1", true),
            ("INSERT INTO shown (id, number) VALUES (1, 'x')", true),
            ("COPY people FROM STDIN", true),
            ("COPY people (id, mrn) FROM STDIN", true),
            ("INSERT INTO defaulted (id, ward) VALUES (1, 2)", true),
            ("INSERT INTO people (id, ward) VALUES (1, 2)", false),
            (
                "INSERT INTO people (id, born, zip, doc, tags, note) VALUES (1, '1930-01-01', '1', '{}', 'x', 'y')",
                false
            ),
            ("INSERT INTO shown (id, zip) VALUES (1, 'x')", false),
            ("COPY people (id, zip) FROM STDIN", false),
        ])
    func dictionaries(_ sql: String, _ isRefused: Bool) {
        #expect(Self.lane().rule(sql) == (isRefused ? "masked-write-back" : nil))
    }

    @Test(
        "neither by the subject of a shift, nor by a key that a foreign key carries there",
        arguments: [
            "UPDATE people SET ward = 3 WHERE id = 1", "UPDATE wards SET id = 7 WHERE id = 3",
            "DELETE FROM wards WHERE id = 3",
        ])
    func subjects(_ sql: String) throws {
        let refusal = try #require(Self.lane().refusal(sql))
        #expect(refusal.rule == "chaperone/masked-write-back")
        #expect(refusal.message.contains("s.people.ward decides by how much seen is shifted"))
        #expect(Self.lane(writable: ["people.seen"]).rule(sql) == nil)
    }

    @Test("nor by a key that is carried under a pseudonym")
    func carried() {
        #expect(Self.lane().rule("UPDATE codes SET code = 'x' WHERE code = 'y'") == "masked-write-back")
        #expect(Self.lane(writable: ["coded.code"]).rule("UPDATE codes SET code = 'x' WHERE code = 'y'") == nil)
        #expect(Self.lane().rule("UPDATE codes SET name = 'x'") == nil)
    }

    @Test("nor by a column that a generated one under a pseudonym, or the subject of a shift, is computed from")
    func computed() throws {
        func lane(_ emails: String = "email", writable: Set<String> = []) -> SmallLane {
            var table = SmallLane.table(
                "mail", ["id integer!", emails, "email_key", "day integer", "seen date", "note"])
            table.columns[2].generatedFrom = ["email"]
            table.columns[3].generatedFrom = ["note"]
            return SmallLane(
                [table],
                phi: ["mail.email": .redact, "mail.email_key": .pseudonym, "mail.seen": .shift(subject: "day")],
                writable: writable.union(["mail.email"]))
        }
        for sql in [
            "INSERT INTO mail (id, email) VALUES (1, 'x')", "COPY mail (id, email) FROM STDIN",
            "UPDATE mail SET email = 'x' WHERE id = 1",
            "INSERT INTO mail (id) VALUES (1) ON CONFLICT (id) DO UPDATE SET email = 'x'",
        ] {
            let refusal = try #require(lane().refusal(sql), "\(sql)")
            #expect(refusal.rule == "chaperone/masked-write-back")
            #expect(refusal.message.contains("s.mail.email_key is shown masked (pseudonym) and is computed from email"))
            #expect(lane(writable: ["mail.email_key"]).rule(sql) == nil, "\(sql)")
        }
        #expect(lane("email=").rule("INSERT INTO mail (id) VALUES (1)") == "masked-write-back", "by its default")
        #expect(lane().rule("INSERT INTO mail (id) VALUES (1)") == nil)
        #expect(lane().rule("UPDATE mail SET note = 'x' WHERE id = 1") == "masked-write-back", "it decides the subject")
    }

    // MARK: triggers before a row is stored

    private static func triggered(
        _ writes: RowTrigger.Writes, on events: AttachedCode.Events = [.insert, .update], of columns: Set<String> = [],
        writable: Set<String> = []
    ) -> SmallLane {
        var table = SmallLane.table(
            "visits", ["id integer!", "patient integer", "seen date", "email", "email_key", "updated_at date", "note"])
        table.columns[4].generatedFrom = ["email"]
        table.rowTriggers = [RowTrigger(name: "touch", events: events, columns: columns, writes: writes)]
        let reference = Constraint.Reference(
            relation: QualifiedName("s", "visits"), columns: ["id"], onUpdate: .cascade, onDelete: .setNull)
        var line = SmallLane.table(
            "lines", ["id integer!", "visit integer", "on_day date"],
            constraints: [Constraint(name: "of_visit", kind: .foreignKey, columns: ["visit"], reference: reference)])
        line.rowTriggers = table.rowTriggers
        return SmallLane(
            [table, line],
            phi: [
                "visits.seen": .shift(subject: "patient"), "visits.email": .redact, "visits.email_key": .pseudonym,
                "lines.on_day": .shift(subject: "id"),
            ], writable: writable.union(["visits.email"]))
    }

    @Test(
        "a trigger may set what has a dictionary, or decides it, unless it is known to set other columns",
        arguments: [
            (.anything, true), (.body("BEGIN SELECT now() INTO NEW.seen; RETURN NEW; END"), true),
            (.body("BEGIN NEW.seen := now(); RETURN NEW; END"), true),
            (.body("BEGIN NEW.patient = 1; RETURN NEW; END"), true),
            (.body("BEGIN NEW.email := lower(NEW.email); RETURN NEW; END"), true), (.columns(["seen"]), true),
            (.body("BEGIN NEW.updated_at := now(); RETURN NEW; END"), false), (.columns(["updated_at"]), false),
            (.columns([]), false),
        ] as [(RowTrigger.Writes, Bool)])
    func set(_ writes: RowTrigger.Writes, _ isRefused: Bool) {
        let lane = Self.triggered(writes)
        let rule = isRefused ? "masked-write-back" : nil
        #expect(lane.rule("UPDATE visits SET note = 'x' WHERE id = 1") == rule)
        #expect(lane.rule("INSERT INTO visits (id) VALUES (1)") == rule)
        #expect(lane.rule("COPY visits (id) FROM STDIN") == rule)
        #expect(lane.rule("INSERT INTO visits (id) VALUES (1) ON CONFLICT (id) DO UPDATE SET note = 'x'") == rule)
        #expect(lane.rule("DELETE FROM lines WHERE id = 1") == nil)
    }

    @Test("it counts where it runs: before the events and columns that it waits for, and behind a foreign key")
    func setWhere() {
        let update = "UPDATE visits SET note = 'x' WHERE id = 1"
        let insert = "INSERT INTO visits (id) VALUES (1)"
        #expect(Self.triggered(.anything, on: .insert).rule(update) == nil)
        #expect(Self.triggered(.anything, on: .update).rule(insert) == nil)
        #expect(Self.triggered(.anything, of: ["updated_at"]).rule(update) == nil)
        #expect(Self.triggered(.anything, of: ["note"]).rule(update) == "masked-write-back")
        let columns: RowTrigger.Writes = .columns(["on_day"])
        #expect(Self.triggered(columns).rule(update) == nil)
        #expect(Self.triggered(columns).rule("DELETE FROM visits WHERE id = 1") == "masked-write-back", "of lines")
        #expect(Self.triggered(columns, of: ["id"]).rule("DELETE FROM visits WHERE id = 1") == nil)
    }

    @Test("where the policy lets this role write all that it may set, it is no dictionary more than that")
    func setWritable() throws {
        let sql = "UPDATE visits SET note = 'x' WHERE id = 1"
        let refusal = try #require(Self.triggered(.columns(["patient"])).refusal(sql))
        #expect(refusal.message.contains("trigger touch may set s.visits.patient"))
        #expect(refusal.hint?.contains("\"write: true\" at s.visits.seen in the policy") == true)
        #expect(Self.triggered(.anything, writable: ["visits.seen"]).rule(sql) == "masked-write-back")
        let own: RowTrigger.Writes = .columns(["patient", "seen", "email", "email_key"])
        #expect(Self.triggered(own, writable: ["visits.seen", "visits.email_key"]).rule(sql) == nil)
        // It may set the key, too, which decides the subject of the lines that follow.
        #expect(
            Self.triggered(.anything, writable: ["visits.seen", "visits.email_key"]).rule(sql) == "masked-write-back")
    }

    @Test("the refusal says which column it is, and what the policy would have to say")
    func words() throws {
        let refusal = try #require(Self.lane().refusal("UPDATE people SET zip = '1' WHERE id = 1"))
        #expect(refusal.message.contains("s.people.zip is shown masked (zip3)"))
        #expect(refusal.hint?.contains("\"write: true\" at s.people.zip in the policy") == true)
    }

    @Test("where the policy says write: true, the column is written")
    func writable() {
        let lane = Self.lane(writable: ["people.zip", "people.mrn"])
        for sql in [
            "UPDATE people SET zip = '1', mrn = 'x' WHERE id = 1", "INSERT INTO people (id, mrn) VALUES (1, 'x')",
            "UPDATE shown SET number = '1' WHERE id = 1", "COPY people (id, mrn) FROM STDIN",
        ] {
            #expect(lane.rule(sql) == nil, "\(sql)")
        }
        #expect(lane.rule("UPDATE people SET born = '1930-01-01' WHERE id = 1") == "masked-write-back")
    }

    @Test(
        "a part of a masked column is not assigned, whatever the policy says: it fails or not by what the column holds",
        arguments: [
            "UPDATE people SET doc['a']['b'] = '1' WHERE id = 1", "UPDATE people SET tags[5] = 'x' WHERE id = 1",
            "UPDATE people SET doc['a'] = '1', note = 'x' WHERE id = 1",
            "INSERT INTO people (id) VALUES (1) ON CONFLICT (id) DO UPDATE SET doc['a'] = '1'",
        ])
    func parts(_ sql: String) {
        #expect(Self.lane(writable: ["people.doc", "people.tags"]).rule(sql) == "partial-write")
    }

    @Test("a whole family is written only where none of it forbids it")
    func families() {
        func lane(_ writable: Set<String>) -> SmallLane {
            var child = SmallLane.table("child", ["id integer!", "zip"])
            child.parents = [QualifiedName("s", "parent")]
            return SmallLane(
                [SmallLane.table("parent", ["id integer!", "zip"]), child],
                phi: ["parent.zip": .zip3, "child.zip": .zip3], writable: writable)
        }
        let sql = "UPDATE parent SET zip = '1' WHERE id = 1"
        #expect(lane(["parent.zip"]).rule(sql) == "masked-write-back")
        #expect(lane(["parent.zip", "child.zip"]).rule(sql) == nil)
    }

    @Test("a mask that comes back as a literal is refused, pseudonyms too")
    func markers() {
        let lane = Self.lane(writable: ["people.mrn", "people.zip"])
        #expect(lane.rule("UPDATE people SET zip = '***' WHERE id = 1") == "mask-marker")
        #expect(lane.rule("UPDATE people SET zip = 'p_0123456789abcdef0123' WHERE id = 1") == nil)
        #expect(lane.rule("UPDATE shown SET zip = '***' WHERE id = 1") == "mask-marker")
        #expect(lane.rule("UPDATE people SET note = 'x', zip = '1' WHERE note = '*** urgent ***'") == "mask-marker")
        #expect(lane.rule("INSERT INTO people (id, zip) VALUES (1, '***')") == "mask-marker")
        #expect(
            lane.rule("INSERT INTO people (id) VALUES (1) ON CONFLICT (id) DO UPDATE SET zip = '***'") == "mask-marker")
    }

    @Test(
        "where nothing masked is written it is a text like any other",
        arguments: [
            "UPDATE people SET note = '*** urgent ***' WHERE id = 1", "UPDATE shown SET note = '***' WHERE id = 1",
            "INSERT INTO people (id, note) VALUES (1, '***')", "DELETE FROM people WHERE note = '***'",
        ])
    func plainMarks(_ sql: String) { #expect(Self.lane(writable: ["people.zip"]).rule(sql) == nil) }
}
