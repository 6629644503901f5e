import Judge
import Policy
import SQLRewrite
import Testing

@Suite("Definitions that find nothing to do pass, by a catalog that was read for them")
struct IdleDefinitionTests {
    private static func lane(_ change: @escaping (inout Catalog) -> Void = { _ in }) -> SmallLane {
        var watched = SmallLane.table("watched", ["id integer"])
        (watched.hasTriggers, watched.hasRules, watched.rowSecurity) = (true, true, RowSecurity())
        return SmallLane(
            [SmallLane.table("people", ["id integer!", "ssn"]), SmallLane.table("free", ["id integer"]), watched],
            phi: ["people.ssn": .null]
        ) { catalog in
            catalog.extensions = ["plpgsql", "hstore"]
            catalog.schemas = ["s", "other"]
            catalog.typeOIDs = [20_000: QualifiedName("other", "mood")]
            catalog.functions["f"] = [
                Routine(name: QualifiedName("other", "f"), language: "sql", volatility: "s", inExtension: false)
            ]
            change(&catalog)
        }
    }

    private static func verdict(_ sql: String, _ lane: SmallLane, isFresh: Bool) -> Judgement {
        lane.judge.judge(Array(sql.utf8), names: lane.judge.initialNames, isFresh: isFresh)
    }

    @Test(
        "as they are",
        arguments: [
            "DROP FUNCTION IF EXISTS g(int)", "DROP FUNCTION IF EXISTS s.f",
            "DROP FUNCTION IF EXISTS g(int), s.f CASCADE",
            "DROP PROCEDURE IF EXISTS g", "DROP ROUTINE IF EXISTS g", "DROP AGGREGATE IF EXISTS g(int)",
            "DROP TRIGGER IF EXISTS t ON free", "DROP RULE IF EXISTS r ON s.free",
            "DROP POLICY IF EXISTS p ON free CASCADE",
            "DROP TRIGGER IF EXISTS t ON nothing", "DROP TRIGGER IF EXISTS t ON other.nothing",
            "DROP EXTENSION IF EXISTS postgis", "CREATE EXTENSION IF NOT EXISTS hstore",
            "CREATE EXTENSION IF NOT EXISTS \"plpgsql\" WITH SCHEMA s CASCADE",
        ])
    func idle(_ sql: String) {
        let lane = Self.lane()
        guard case .permit(let permit) = Self.verdict(sql, lane, isFresh: true) else {
            Issue.record("\(sql): \(lane.refusal(sql).map { $0.message } ?? "")")
            return
        }
        #expect(permit.text == Array(sql.utf8))
        // By one that may be old they wait until it is read, each time.
        for _ in 0..<4 {
            _ = Self.verdict(sql, lane, isFresh: true)
            guard case .needsCatalog(let refusal) = Self.verdict(sql, lane, isFresh: false) else {
                Issue.record("\(sql) is taken for idle by an old catalog")
                return
            }
            #expect(refusal.hint?.isEmpty == false)
        }
    }

    @Test(
        "not where there is something, or may be",
        arguments: [
            "DROP FUNCTION IF EXISTS f(int)", "DROP FUNCTION IF EXISTS other.f", "DROP FUNCTION IF EXISTS g, f",
            "DROP FUNCTION g(int)", "DROP FUNCTION IF EXISTS upper(text)",
            "DROP FUNCTION IF EXISTS pg_catalog.upper(text)",
            "DROP FUNCTION IF EXISTS app.s.g(int)", "DROP TRIGGER IF EXISTS t ON watched",
            "DROP RULE IF EXISTS r ON watched", "DROP POLICY IF EXISTS p ON watched", "DROP TRIGGER t ON free",
            "DROP RULE IF EXISTS \"_RETURN\" ON free", "DROP EXTENSION IF EXISTS hstore",
            "DROP EXTENSION IF EXISTS postgis, hstore", "DROP EXTENSION postgis", "CREATE EXTENSION hstore",
            "CREATE EXTENSION IF NOT EXISTS postgis", "CREATE EXTENSION IF NOT EXISTS \"Hstore\"",
            "DROP OPERATOR IF EXISTS @@@ (int, int)", "DROP COLLATION IF EXISTS c", "DROP LANGUAGE IF EXISTS l",
            "DROP CAST IF EXISTS (int AS text)",
        ])
    func busy(_ sql: String) {
        guard case .refuse(let refusal) = Self.verdict(sql, Self.lane(), isFresh: true) else {
            Issue.record("\(sql) passes")
            return
        }
        #expect(refusal.rule == "chaperone/statement-kind", "\(refusal.rule)")
    }

    @Test("with CASCADE they take nothing, also of a role that may drop everything")
    func cascades() {
        let lane = Self.lane { $0.dropsAnything = true }
        for sql in [
            "DROP TYPE IF EXISTS gone CASCADE", "DROP TABLE IF EXISTS s.gone, other.gone CASCADE",
            "DROP SCHEMA IF EXISTS gone CASCADE", "DROP MATERIALIZED VIEW IF EXISTS gone CASCADE",
        ] {
            guard case .permit = Self.verdict(sql, lane, isFresh: true) else {
                Issue.record("\(sql): \(lane.refusal(sql)?.message ?? "")")
                continue
            }
            guard case .needsCatalog = Self.verdict(sql, lane, isFresh: false) else {
                Issue.record("\(sql) is taken for idle by an old catalog")
                continue
            }
        }
        for sql in [
            "DROP TYPE IF EXISTS other.mood CASCADE", "DROP TYPE IF EXISTS mood CASCADE",
            "DROP TABLE IF EXISTS s.gone, s.free CASCADE", "DROP SCHEMA IF EXISTS other CASCADE",
        ] {
            #expect(lane.rule(sql) == "cascade", "\(sql)")
        }
    }

    @Test("what DDL runs by event triggers counts all the same")
    func eventTriggers() {
        let lane = Self.lane { catalog in
            catalog.eventTriggers = [
                UnnamedCode(
                    "event trigger audit", use: CodeUse(routines: [RoutineSignature(QualifiedName("other", "f"))]))
            ]
        }
        for sql in ["DROP FUNCTION IF EXISTS g(int)", "CREATE EXTENSION IF NOT EXISTS hstore"] {
            guard case .refuse(let refusal) = Self.verdict(sql, lane, isFresh: true) else {
                Issue.record("\(sql) passes")
                continue
            }
            #expect(refusal.rule == "chaperone/code", "\(refusal.rule)")
        }
    }
}
