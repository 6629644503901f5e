import Judge
import Policy
import SQLRewrite
import Testing

/// PostgreSQL 18: a column that the server computes where it is read, so that it may fail for some values.
@Suite("A virtual column over a protected one is computed nowhere") struct VirtualColumnTests {
    private static let watched =
        "CREATE TRIGGER w AFTER UPDATE ON s.t FOR EACH ROW WHEN (%) EXECUTE FUNCTION s.touch()"

    private static func lane(
        isVirtual: Bool = true, phi: [String: Mask] = ["t.secret": .redact], lookups: Set<String> = [],
        when: String? = nil, view: String = "SELECT t.id, t.note, t.share FROM s.t t", kind: Relation.Kind = .view
    ) -> SmallLane {
        var table = SmallLane.table(
            "t", ["id integer!", "note", "secret integer!", "share integer", "size integer"])
        for (index, source) in [(3, "secret"), (4, "note")] {
            table.columns[index].isGenerated = true
            table.columns[index].generatedFrom = [source]
            table.columns[index].isVirtual = isVirtual
            table.columns[index].isSettled = true
        }
        if let when {
            let parts = watched.split(separator: "%")
            table.conditions = [
                ConditionOfTrigger(
                    trigger: "w", events: .update, columns: [], definition: "\(parts[0])\(when)\(parts[1])")
            ]
        }
        var shown = SmallLane.view("v", ["id integer", "note", "share integer"], view)
        shown.kind = kind
        return SmallLane([table, shown, SmallLane.table("plain", ["id integer!"])], phi: phi, lookups: lookups) {
            $0.serverVersion = 180_000
        }
    }

    @Test("RETURNING names what is stored, and what is computed from nothing protected")
    func returning() throws {
        for sql in [
            "UPDATE t SET note = 'x' WHERE id = 1 RETURNING id", "DELETE FROM t WHERE id = 1 RETURNING *",
            "INSERT INTO t (id, secret) VALUES (1, 2) RETURNING share",
        ] {
            let text = try #require(Self.lane().text(sql))
            #expect(
                text.contains("RETURNING \"t\".\"id\", \"t\".\"note\", \"t\".\"secret\", \"t\".\"size\") SELECT"),
                "\(text)")
            #expect(!text.contains("\"t\".\"share\"") && text.contains("NULL::integer AS \"share\""), "\(text)")
        }
        let stored = try #require(Self.lane(isVirtual: false).text("DELETE FROM t WHERE id = 1 RETURNING id"))
        #expect(stored.contains("RETURNING \"t\".*) SELECT"))
        #expect(Self.lane().rule("UPDATE v SET note = 'x' WHERE id = 1 RETURNING id") == "returning-view")
        #expect(Self.lane().rule("UPDATE v SET note = 'x' WHERE id = 1") == nil)
    }

    @Test(
        "a mask of the policy's own over one is not computed, nor is one looked up",
        arguments: [Mask.pseudonym, .age90])
    func masks(mask: Mask) throws {
        let lane = Self.lane(phi: ["t.secret": .redact, "t.share": mask], lookups: ["t.share"])
        let text = try #require(lane.text("SELECT share FROM t WHERE share = 3"))
        #expect(text.contains("NULL::integer AS \"share\"") && text.contains("WHERE share = 3"), "\(text)")
        let own = try #require(Self.lane(phi: ["t.share": mask]).text("DELETE FROM t RETURNING share"))
        #expect(own.contains("RETURNING \"t\".*"), "of nothing protected it may be")
    }

    @Test("it takes no room in a row")
    func room() {
        func lane(isVirtual: Bool) -> SmallLane {
            var table = SmallLane.table("t", ["id integer!", "note", "secret integer!", "words"])
            table.columns[1].isInline = true
            table.columns[3].generatedFrom = ["secret"]
            table.columns[3].isGenerated = true
            table.columns[3].isVirtual = isVirtual
            table.columns[3].isSettled = true
            return SmallLane([table], phi: ["t.secret": .redact])
        }
        let update = "UPDATE t SET note = 'x' WHERE id = 1"
        #expect(lane(isVirtual: true).rule(update) == nil)
        #expect(lane(isVirtual: false).rule(update) == "update-oracle")
    }

    @Test("nor is a date shifted by one")
    func subjects() throws {
        var table = SmallLane.table("t", ["id integer!", "seen date", "share integer"])
        #expect(SmallLane([table], phi: ["t.seen": .shift(subject: "share")]).rule("SELECT seen FROM t") == nil)
        table.columns[2].isVirtual = true
        let refusal = SmallLane([table], phi: ["t.seen": .shift(subject: "share")]).refusal("SELECT seen FROM t")
        #expect(try #require(refusal).message.contains("a subject that is stored"))
    }

    @Test("the condition of a trigger that compares one computes it")
    func conditions() {
        let update = "UPDATE t SET note = 'x' WHERE id = 1"
        for condition in [
            "OLD.share IS DISTINCT FROM NEW.share", "OLD.* IS DISTINCT FROM NEW.*", "OLD.share <> NEW.share",
            "NEW.share > 3",
        ] {
            #expect(Self.lane(when: condition).rule(update) == "update-oracle", "\(condition)")
        }
        for condition in ["OLD.secret IS DISTINCT FROM NEW.secret", "OLD.size IS DISTINCT FROM NEW.size"] {
            #expect(Self.lane(when: condition).rule(update) == nil, "\(condition)")
        }
        #expect(Self.lane(isVirtual: false, when: "OLD.* IS DISTINCT FROM NEW.*").rule(update) == nil, "it is stored")
    }

    @Test(
        "a view that the server may compute as a whole is not readable when it shows one",
        arguments: [
            "SELECT t.id, t.note, t.share FROM s.t t LIMIT 3",
            "WITH x AS MATERIALIZED (SELECT t.id, t.note, t.share FROM s.t t) SELECT x.id, x.note, 1 AS share FROM x",
            "SELECT t.id, t.note, t.share FROM s.t t ORDER BY t.id",
        ])
    func views(definition: String) {
        #expect(Self.lane(view: definition).rule("SELECT id FROM v") == "rows-depend-on-phi")
        #expect(
            Self.lane(view: definition).rule("UPDATE plain p SET id = 1 FROM v WHERE v.id = p.id")
                == "rows-depend-on-phi")
        #expect(Self.lane(isVirtual: false, view: definition).rule("SELECT id FROM v") == nil, "what is stored is not")
    }

    @Test("one that is merged for certain shows it as NULL, and one that is kept was computed when it was refreshed")
    func merged() throws {
        let text = try #require(Self.lane().text("SELECT id, share FROM v"))
        #expect(text.contains("NULL::integer AS \"share\""))
        let kept = Self.lane(
            view:
                "WITH x AS MATERIALIZED (SELECT t.id, t.note, t.share FROM s.t t) SELECT x.id, x.note, 1 AS share FROM x",
            kind: .materializedView)
        #expect(kept.rule("SELECT id FROM v") == nil)
        #expect(kept.rule("REFRESH MATERIALIZED VIEW v") == "maintenance-oracle", "who refreshes it has it computed")
    }
}
