import Judge
import Policy
import SQLRewrite
import Testing

/// Open relations whose columns are watched, since verdicts on writes go by what these are called.
struct WatchedColumnTests {
    private static func numbered(_ relations: [Relation]) -> [Relation] {
        relations.enumerated().map { index, relation in
            var relation = relation
            relation.oid = Catalog.firstUserOID + UInt32(index)
            return relation
        }
    }

    private static func key(_ columns: Set<String>, to name: String, _ update: Constraint.Action = .cascade)
        -> Constraint
    {
        Constraint(
            name: "fk", kind: .foreignKey, columns: columns,
            reference: Constraint.Reference(relation: QualifiedName("s", name), columns: ["k"], onUpdate: update))
    }

    private static func lane(phi: [String: Mask] = ["kid.code": .redact], rules: [Rule] = []) -> SmallLane {
        var view = SmallLane.view("shown", ["k", "label"], "SELECT p.k, p.label FROM s.par p")
        view.reads = [QualifiedName("s", "par")]
        var over = SmallLane.view("over", ["vk"], "SELECT v.k AS vk FROM s.shown v")
        over.reads = [QualifiedName("s", "shown")]
        return SmallLane(
            numbered([
                SmallLane.table("grand", ["k integer!"]),
                SmallLane.table("par", ["k integer!", "label", "g integer"], constraints: [key(["g"], to: "grand")]),
                SmallLane.table("kid", ["id integer!", "k integer", "code"], constraints: [key(["k"], to: "par")]),
                SmallLane.table("near", ["id integer!", "of integer"], constraints: [key(["of"], to: "kid")]),
                SmallLane.table("far", ["id integer!", "of integer"], constraints: [key(["of"], to: "near", .none)]),
                SmallLane.table("alone", ["id integer!", "k"]), view, over,
            ]), phi: phi, rules: rules)
    }

    private static func watched(_ lane: SmallLane) -> Set<String> {
        Set(
            lane.judge.catalog.relations.values.filter { lane.judge.watched.columns.contains($0.oid) }.map(\.name.name))
    }

    @Test func `They are those that lead to a protected one, and the views over them`() {
        let names = Self.watched(Self.lane())
        #expect(names.subtracting(["kid"]) == ["grand", "par", "shown", "over", "near"])
    }

    @Test func `With rules for tables they are those from whose writes anything follows`() {
        var when = Rule.Condition()
        when.tables = ["s.kid"]
        let names = Self.watched(Self.lane(phi: [:], rules: [Rule(name: "no", when: when, action: .deny)]))
        #expect(names == ["grand", "par", "kid", "near", "shown", "over"])
    }

    @Test func `With a rule for what is unfiltered they are all`() {
        var when = Rule.Condition()
        when.unfiltered = true
        let lane = Self.lane(phi: [:], rules: [Rule(name: "no", when: when, action: .deny)])
        #expect(Self.watched(lane).count == 8)
        #expect(lane.judge.restsOnNames && !lane.judge.looksAtRelations)
        #expect(lane.judge.watched.called == lane.judge.watched.columns)
        #expect(Self.watched(Self.lane(phi: [:])).isEmpty)
        #expect(!Self.lane(phi: [:]).judge.restsOnNames)
    }

    @Test func `A column that is not known there is asked for before the statement is sent`() {
        let lane = Self.lane()
        func isAsked(_ sql: String) -> Bool {
            guard case .needsCatalog(let refusal) = lane.judge.judge(Array(sql.utf8), names: lane.judge.initialNames)
            else { return false }
            return refusal.rule == "chaperone/unknown-column" && refusal.sqlState == "42703"
        }
        for sql in [
            "UPDATE par SET ident = 7 WHERE label = 'a'", "INSERT INTO par (ident) VALUES (7)",
            "UPDATE shown SET vk = 7 WHERE label = 'a'", "INSERT INTO near (which) VALUES (7)",
            "MERGE INTO par p USING alone a ON a.id = p.g WHEN MATCHED THEN UPDATE SET ident = 7",
            "INSERT INTO par (k) VALUES (7) ON CONFLICT (k) DO UPDATE SET ident = 8",
        ] {
            #expect(isAsked(sql), "\(sql)")
        }
        #expect(lane.rule("UPDATE par SET label = 'b' WHERE k = 7") == nil)
        #expect(
            lane.rule("UPDATE alone SET none = 7 WHERE id = 1") == nil, "nothing follows from it: the server says so")
    }
}
