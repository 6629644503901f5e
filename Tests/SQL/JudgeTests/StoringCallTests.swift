import Judge
import Policy
import SQLRewrite
import Testing

@Suite("Functions that leave behind what they are given") struct StoringCallTests {
    private static func lane(derive: [String]? = nil) -> SmallLane {
        SmallLane(
            [
                SmallLane.table("people", ["id integer!", "ssn", "ward"]),
                SmallLane.table("plain", ["id integer!", "note"]),
                SmallLane.table("copy", ["id integer!", "note"], schema: "scratch"),
            ], phi: ["people.ssn": .last4], lookups: ["people.ssn"], derive: derive
        ) {
            $0.otherBuiltins.formUnion([
                "nextval", "setval", "currval", "setseed", "random", "pg_notify", "pg_advisory_lock",
                "pg_try_advisory_xact_lock", "unnest", "length",
            ])
        }
    }

    @Test(arguments: [
        "SELECT count(setval(('q' || id::text)::regclass, length(ssn))) FROM people",
        "SELECT setval('q', length(ssn)) FROM people WHERE id = 1",
        "SELECT setval('q', id) FROM people", "SELECT setval('q', (SELECT max(id) FROM people))",
        "SELECT count(pg_catalog.pg_advisory_lock(length(ssn), id)) FROM people",
        "SELECT id FROM people WHERE pg_try_advisory_xact_lock(id)", "SELECT setseed(length(ssn)) FROM people",
        "SELECT count(pg_notify('a', ssn)) FROM people",
        // Whether it is called, and how often.
        "SELECT nextval('q') FROM people WHERE ssn LIKE '1%'",
        "SELECT CASE WHEN ssn > '5' THEN nextval('q') END FROM people",
        "SELECT nextval('q') FROM (SELECT ssn AS x FROM people) p WHERE x = '1'",
        "SELECT nextval('q') FROM people a JOIN people b USING (ssn)",
        "WITH p AS (SELECT ssn AS x FROM people) SELECT nextval('q') FROM p WHERE x = '1'",
        "INSERT INTO plain (id) SELECT CASE WHEN ssn > '5' THEN nextval('q') END FROM people",
        "UPDATE people SET ward = 'x' WHERE setval('q', id) > 0",
        "PREPARE p AS SELECT nextval('q') FROM people WHERE ssn LIKE '1%'",
        "DECLARE c CURSOR FOR SELECT nextval('q') FROM people WHERE ssn LIKE '1%'",
        "COPY (SELECT nextval('q') FROM people WHERE ssn LIKE '1%') TO STDOUT",
        "CREATE TEMP VIEW v AS SELECT nextval('q') AS n FROM plain",
        // What is read decides in RETURNING, too, where the call is there.
        "UPDATE people SET ward = ward RETURNING CASE WHEN ssn LIKE '1%' THEN setval('q', 1) ELSE setval('q', 2) END",
        "DELETE FROM people RETURNING ssn LIKE '1%' AND nextval('q') > 0",
        // Settings are left behind as well.
        "SELECT CASE WHEN ssn LIKE '1%' THEN set_config('work_mem', '1MB', false) END IS NULL FROM people",
        "CREATE TEMP VIEW v AS SELECT set_config('work_mem', '1MB', false) AS n FROM plain",
        // Definitions by which whatever is written later would call it.
        "CREATE TEMP TABLE t (id int, x bigint CHECK (setval(('q' || id)::regclass, x) > 0))",
        "CREATE TEMP TABLE t (x int DEFAULT 1 CHECK (x < 5 OR nextval('q') > 0))",
        "CREATE DOMAIN scratch.d AS bigint CHECK (setval('q', VALUE) > 0)",
        "ALTER TABLE scratch.copy ALTER id TYPE bigint USING setval('q', id)",
        "ALTER TABLE scratch.copy ADD CHECK (nextval('q') > id)",
    ])
    func `They are not called by what protected rows hold`(sql: String) {
        let rule = Self.lane().rule(sql)
        #expect(rule == "stored-value" || rule == "masked-write", "\(rule ?? "nothing")")
    }

    @Test(arguments: [
        "SELECT nextval('q'), setval('q', 5), currval('q')", "SELECT setval('q', max(id)) FROM plain",
        "SELECT id FROM plain WHERE pg_try_advisory_xact_lock(id)", "SELECT setseed(0.5), random() FROM people",
        "INSERT INTO people (id, ward) VALUES (nextval('q'), 'x')",
        "INSERT INTO people (id, ward) VALUES (nextval('q'), 'x') RETURNING id, ssn",
        "PREPARE p AS INSERT INTO people (id, ward) VALUES (nextval('q'), $1) RETURNING ssn",
        "INSERT INTO plain (id, note) SELECT nextval('q'), ward FROM people WHERE id < 5",
        "SELECT pg_advisory_lock(7), id, ward FROM people", "SELECT pg_notify('a', $1)",
        "SELECT nextval('q') FROM people WHERE ssn = '1'", "CREATE TEMP TABLE t (id int DEFAULT nextval('q'))",
        "CREATE TEMP TABLE t (id int CHECK (id > 0) DEFAULT nextval('q'), PRIMARY KEY (id))",
        "ALTER TABLE scratch.copy ALTER id SET DEFAULT nextval('q')",
        "ALTER TABLE scratch.copy ADD n bigint DEFAULT nextval('q')",
        "CREATE TEMP TABLE t AS SELECT nextval('q') AS n, id FROM plain",
        "SELECT set_config('work_mem', '1MB', false)", "SELECT set_config('work_mem', '1MB', false), id FROM people",
    ])
    func `Whatever follows from nothing protected goes on`(sql: String) {
        #expect(Self.lane().rule(sql) == nil)
    }

    @Test func `They are not called beside copies of masked values`() {
        let lane = Self.lane(derive: ["scratch.*"])
        #expect(lane.rule("SELECT setval('q', id) FROM scratch.copy") == "stored-value")
        #expect(lane.rule("INSERT INTO scratch.copy (id) VALUES (nextval('q'))") == nil)
    }

    @Test func `Nor in attribute notation, and where nothing is protected they are`() {
        #expect(Self.lane().rule("SELECT n.nextval FROM unnest(ARRAY['q'::regclass]) n") == "function")
        let plain = SmallLane([SmallLane.table("plain", ["id integer!", "note"])], phi: [:]) {
            $0.otherBuiltins.insert("setval")
        }
        #expect(plain.rule("CREATE TEMP VIEW v AS SELECT setval('q', id) AS n FROM plain") == nil)
    }
}
