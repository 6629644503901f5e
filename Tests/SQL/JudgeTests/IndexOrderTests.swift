import Judge
import Policy
import SQLRewrite
import Testing

@Suite("Rows do not come in the order of an index over protected values") struct IndexOrderTests {
    private static let columns = ["id integer!", "kind integer!", "code", "secret", "other", "mail"]

    private static func lane(
        _ indexes: [Index], lookups: Set<String> = ["t.code"],
        phi: [String: Mask] = ["t.secret": .redact, "t.code": .redact]
    ) -> SmallLane {
        let key = Index(name: "t_pkey", isUnique: true, keys: ["id"], orders: ["i"])
        return SmallLane(
            [SmallLane.table("t", columns, indexes: [key] + indexes)], phi: phi, lookups: lookups)
    }

    /// The columns that are written so that no index answers for them.
    private static func guarded(_ lane: SmallLane) -> Set<String> {
        let text = lane.text("SELECT * FROM t") ?? ""
        return Set(
            ["id", "kind", "other", "mail"].filter { text.contains("COALESCE(\"\($0)\", \"\($0)\") AS \"\($0)\"") })
    }

    private static func index(
        _ keys: [String?], orders: [String]? = nil, method: String = "btree", others: Set<String> = [],
        unique: Bool = false
    ) -> Index {
        Index(
            name: "x", method: method, isUnique: unique, keys: keys,
            orders: orders ?? keys.map { $0.map { String($0.prefix(1)) } ?? "-" },
            others: others)
    }

    @Test("a column beside a protected one in an index is guarded, wherever it stands")
    func beside() {
        #expect(Self.guarded(Self.lane([Self.index(["kind", "secret"])])) == ["kind"])
        #expect(Self.guarded(Self.lane([Self.index(["secret", "kind"])])) == ["kind"], "behind it, too")
        #expect(
            Self.guarded(Self.lane([Self.index(["kind", "other", "secret", "mail"])])) == ["kind", "other", "mail"])
        #expect(Self.guarded(Self.lane([Self.index(["kind", "code"])])) == ["kind"], "one for lookups is protected")
        #expect(Self.guarded(Self.lane([Self.index(["kind", "other"])])) == [])
        #expect(Self.guarded(Self.lane([Self.index(["secret"]), Self.index(["code"])])) == [])
    }

    @Test("expressions and predicates count")
    func expressions() {
        #expect(Self.guarded(Self.lane([Self.index(["kind", nil], others: ["secret"])])) == ["kind"])
        #expect(Self.guarded(Self.lane([Self.index([nil, "secret"], others: ["other"])])) == ["other"])
        #expect(Self.guarded(Self.lane([Self.index(["secret"], others: ["other"])])) == ["other"], "a partial one")
        #expect(
            Self.guarded(Self.lane([Self.index(["kind"], others: ["secret"])])) == [], "it sorts by nothing protected")
        #expect(Self.guarded(Self.lane([Self.index([nil], others: ["secret"])])) == [])
    }

    @Test("a virtual column is the expression that the server puts in its place, and an index may have that")
    func virtual() throws {
        var table = SmallLane.table("t", ["id integer!", "kind integer!", "secret", "v", "w"])
        table.indexes = [Self.index([nil, "secret"], others: ["kind"])]
        for (column, source) in [(3, "kind"), (4, "id")] {
            table.columns[column].isGenerated = true
            table.columns[column].isVirtual = true
            table.columns[column].generatedFrom = [source]
        }
        let text = try #require(SmallLane([table], phi: ["t.secret": .redact]).text("SELECT * FROM t"))
        #expect(text.contains("COALESCE(\"v\", \"v\") AS \"v\"") && text.contains(", \"w\" FROM"), "\(text)")
    }

    @Test("a view over a materialized one is read by that one's indexes")
    func overMaterialized() throws {
        var kept = SmallLane.view(
            "kept", ["id integer", "note", "secret"], "SELECT t.id, t.other AS note, t.secret FROM s.t t")
        kept.kind = .materializedView
        kept.indexes = [Self.index(["note", "secret"])]
        let lane = SmallLane(
            [
                SmallLane.table("t", Self.columns), kept,
                SmallLane.view("above", ["id integer", "called"], "SELECT k.id, k.note AS called FROM s.kept k"),
                SmallLane.view("chosen", ["id integer"], "SELECT k.id FROM s.kept k WHERE (k.note = 'x'::text)"),
            ], phi: ["t.secret": .redact])
        let text = try #require(lane.text("SELECT id FROM above WHERE called = 'x'"))
        #expect(text.contains("COALESCE(\"called\", \"called\") AS \"called\""), "\(text)")
        #expect(lane.rule("SELECT id FROM chosen") == "rows-depend-on-phi")
    }

    @Test("a unique key before the protected one decides alone: the primary key keeps its index")
    func unique() {
        #expect(Self.guarded(Self.lane([Self.index(["id", "secret"])])) == [])
        #expect(Self.guarded(Self.lane([Self.index(["kind", "id", "secret", "mail"])])) == [])
        #expect(Self.guarded(Self.lane([Self.index(["secret", "id"])])) == ["id"], "behind it, it decides nothing")
        #expect(
            Self.guarded(Self.lane([Self.index(["id", "secret"], orders: ["collated", "s"])])) == ["id"],
            "compared otherwise")
        #expect(Self.guarded(Self.lane([Self.index(["id", "secret"], method: "gist")])) == ["id"], "not sorted")
        let nullable = Index(name: "u", isUnique: true, keys: ["mail"], orders: ["m"])
        #expect(Self.guarded(Self.lane([nullable, Self.index(["mail", "secret"])])) == ["mail"], "NULLs are many")
        let later = Index(name: "u", isUnique: false, keys: ["kind"], orders: ["k"])
        #expect(Self.guarded(Self.lane([later, Self.index(["kind", "secret"])])) == ["kind"])
    }

    @Test("indexes that do not sort are guarded by all that they hold")
    func others() {
        #expect(Self.guarded(Self.lane([Self.index(["kind", "secret"], method: "gin")])) == ["kind"])
        #expect(Self.guarded(Self.lane([Self.index(["kind"], method: "gist", others: ["secret"])])) == ["kind"])
        #expect(Self.guarded(Self.lane([Self.index(["kind", "other"], method: "gist")])) == [])
    }

    @Test("a lookup uses its index unless that would sort by another protected column")
    func lookups() throws {
        func text(_ index: Index) throws -> String {
            try #require(Self.lane([index]).text("SELECT id FROM t WHERE code = 'x'"))
        }
        #expect(try text(Self.index(["code"])).contains("WHERE \"code\" OPERATOR(pg_catalog.=) 'x'"))
        #expect(try text(Self.index(["code", "kind"])).contains("WHERE \"code\" OPERATOR(pg_catalog.=) 'x'"))
        #expect(try text(Self.index(["code", "secret"])).contains("WHERE COALESCE(\"code\", \"code\")"))
        #expect(try text(Self.index(["code", "id", "secret"])).contains("WHERE \"code\" OPERATOR(pg_catalog.=) 'x'"))
    }

    @Test("conditions of writes are guarded in the same way")
    func writes() throws {
        let lane = Self.lane([Self.index(["secret", "kind"])])
        let text = try #require(lane.text("UPDATE t SET other = 'x' WHERE kind = 3 AND id = 4"))
        #expect(text.contains("(COALESCE(kind, kind)) = 3 AND id = 4"))
    }

    @Test("every index that masking takes away is named, with the columns that are searched without one, and why")
    func takenAway() {
        let open = Index(name: "by_kind", keys: ["kind"], orders: ["k"])
        let lane = Self.lane([Self.index(["kind", "secret"]), Self.index(["mail"]), open])
        #expect(
            lane.judge.indexesTakenAway.map {
                [$0.index, $0.columns.joined(separator: " "), $0.because.joined(separator: " ")]
            } == [
                ["by_kind", "kind", "x"], ["x", "kind", "x"],
            ])
        let words = lane.judge.indexesTakenAway.map(\.description)
        #expect(
            words.first?.hasPrefix(
                "index \"by_kind\" of s.t is not used for \"kind\": \"x\" would give rows in the order") == true)
        #expect(words.last?.contains("it holds protected columns, too") == true)
        let names = lane.judge.initialNames
        #expect(lane.judge.notes(on: lane.judge.judge(Array("SELECT id FROM t".utf8), names: names)) == words)
        #expect(lane.judge.notes(on: lane.judge.judge(Array("SELECT 1".utf8), names: names)).isEmpty)
        #expect(Self.lane([Self.index(["id", "secret"])]).judge.indexesTakenAway == [])
        let searched = Self.lane([Self.index(["code", "secret"])])
        #expect(searched.judge.indexesTakenAway.map(\.columns) == [["code"]], "lookups lose theirs")
    }

    @Test("a view is guarded where it shows such a column, and closed where it chooses rows by one")
    func views() throws {
        func lane(_ definition: String) -> SmallLane {
            SmallLane(
                [
                    SmallLane.table("t", Self.columns, indexes: [Self.index(["kind", "secret"])]),
                    SmallLane.view("v", ["id integer", "k integer", "m"], definition),
                    SmallLane.view("w", ["k integer"], "SELECT v.k FROM s.v v"),
                ], phi: ["t.secret": .redact])
        }
        let plain = lane("SELECT t.id, t.kind AS k, t.mail AS m FROM s.t t WHERE t.mail = 'x'")
        let text = try #require(plain.text("SELECT * FROM v"))
        #expect(text.contains("COALESCE(\"k\", \"k\") AS \"k\"") && text.contains("(SELECT \"id\","))
        #expect(plain.text("SELECT k FROM w")?.contains("COALESCE") == true)
        let computed = lane("SELECT t.id, t.kind + 1 AS k, t.mail AS m FROM s.t t")
        #expect(computed.text("SELECT * FROM v")?.contains("COALESCE(\"k\", \"k\")") == true, "an index of expressions")
        for condition in [
            "WHERE t.kind = 3", "JOIN s.t u ON u.kind = t.id", "JOIN s.t u USING (kind)", "ORDER BY t.kind",
            "WHERE t.id IN (SELECT u.id FROM s.t u WHERE u.kind = 3)", "WHERE (t.kind, t.id) = (1, 2)", "ORDER BY 2",
        ] {
            let closed = lane("SELECT t.id, t.kind AS k, t.mail AS m FROM s.t t \(condition)")
            let refusal = closed.refusal("SELECT * FROM v")
            #expect(refusal?.message.contains("may come in the order of protected values") == true, "\(condition)")
            #expect(closed.rule("SELECT * FROM w") == "rows-depend-on-phi", "\(condition)")
        }
        for grouped in [
            "SELECT DISTINCT t.id, t.kind AS k, t.mail AS m FROM s.t t",
            "SELECT 1 AS id, t.kind AS k, max(t.mail) AS m FROM s.t t GROUP BY t.kind",
        ] {
            #expect(lane(grouped).rule("SELECT * FROM v") == "rows-depend-on-phi", "\(grouped)")
        }
    }

    @Test("a materialized view holds the first rows that came: it is closed where those follow from protected values")
    func materialized() {
        func rule(_ definition: String, _ keys: [String?]) -> String? {
            var view = SmallLane.view("v", ["id integer", "kind integer"], definition)
            view.kind = .materializedView
            return SmallLane(
                [SmallLane.table("t", Self.columns, indexes: [Self.index(keys)]), view], phi: ["t.secret": .redact]
            ).rule("SELECT * FROM v")
        }
        let plain = "SELECT t.id, t.kind FROM s.t t"
        for definition in [
            "\(plain) WHERE t.kind = 3 LIMIT 5", "SELECT DISTINCT ON (t.kind) t.id, t.kind FROM s.t t",
            "\(plain) ORDER BY t.kind LIMIT 5",
        ] {
            #expect(rule(definition, ["kind", "secret"]) == "rows-depend-on-phi", "\(definition)")
        }
        #expect(rule("\(plain) WHERE t.kind = 3 LIMIT 5", ["kind", "other"]) == nil)
        #expect(rule(plain, ["kind", "secret"]) == nil)
    }
}
