import Policy
import SQLRewrite
import Testing

/// What rules are judged by: kinds and tables of a statement.
struct FactsTests {
    /// `core.a core.b? …`: tables in order, `?` where the statement touches what is not known, parts in parentheses.
    private static func touched(
        _ sql: String, _ names: NameEnvironment = NameEnvironment(searchPath: ShopCatalog.path)
    ) throws -> String {
        let facts = try ShopCatalog.read(sql, names).facts
        let parts = facts.parts.subtracting(facts.tables).sorted().map { "(\($0))" }
        return (facts.tables.sorted().map(\.description) + parts + (facts.touchesUnknown ? ["?"] : []))
            .joined(separator: " ")
    }

    private static let events = "core.events (core.events_2025) (core.events_2025_01)"

    @Test(arguments: [
        ("SELECT 1", ""), ("SELECT * FROM orders", "core.orders"), ("TABLE core.orders", "core.orders"),
        ("SELECT * FROM orders o JOIN scratch.base b ON true", "core.orders scratch.base"),
        ("SELECT (SELECT max(id) FROM items) WHERE EXISTS (SELECT FROM base)", "core.items scratch.base"),
        ("WITH orders AS (SELECT * FROM items) SELECT * FROM orders", "core.items"),
        ("WITH a AS (SELECT * FROM orders), orders AS (SELECT 1) SELECT * FROM a, orders", "core.orders"),
        ("WITH RECURSIVE orders AS (SELECT 1 UNION ALL SELECT * FROM orders) SELECT * FROM orders", ""),
        ("WITH orders AS (SELECT 1) SELECT * FROM core.orders", "core.orders"),
        ("SELECT * FROM (WITH orders AS (SELECT 1) SELECT * FROM orders) x, orders", "core.orders"),
        ("WITH orders AS (SELECT 1 AS id) DELETE FROM events USING orders", events),
        ("WITH events AS (SELECT 1) INSERT INTO events SELECT * FROM events", events),
        ("SELECT * FROM nowhere", "?"), ("SELECT * FROM core.nowhere", "core.nowhere"),
        ("SELECT * FROM events", events), ("SELECT * FROM ONLY events", "core.events"),
        ("SELECT 1 FROM base FOR UPDATE OF base", "scratch.base"), ("VALUES (1)", ""),
        ("SELECT * FROM seen", "scratch.seen"), ("SELECT * FROM pg_settings", "pg_catalog.pg_settings"),
        // Values of other tables.
        ("SELECT chunk_data FROM pg_toast.pg_toast_16395", "pg_toast.pg_toast_16395 ?"),
        ("SELECT stavalues1 FROM pg_catalog.pg_statistic", "pg_catalog.pg_statistic ?"),
        ("SELECT stxdmcv FROM pg_catalog.pg_statistic_ext_data", "pg_catalog.pg_statistic_ext_data ?"),
        ("COPY pg_catalog.pg_stats TO STDOUT", "pg_catalog.pg_stats ?"),
    ])
    func `A query touches what stands in it, by resolved names`(sql: String, tables: String) throws {
        #expect(try Self.touched(sql) == tables)
    }

    @Test(arguments: [
        ("COPY orders TO STDOUT", "core.orders"), ("COPY orders FROM STDIN", "core.orders"),
        ("COPY (SELECT * FROM orders) TO STDOUT", "core.orders"), ("EXPLAIN SELECT * FROM orders", "core.orders"),
        ("EXPLAIN ANALYZE SELECT * FROM orders", "core.orders"),
        ("PREPARE p AS SELECT * FROM orders", "core.orders"),
        ("DECLARE c CURSOR FOR SELECT * FROM orders", "core.orders"),
        ("EXPLAIN CREATE TABLE x AS SELECT * FROM orders", "core.orders scratch.x"),
        ("LOCK TABLE orders, base", "core.orders scratch.base"),
        ("LOCK scratch.seen", "core.open_orders core.orders scratch.seen"),
        ("LOCK core.open_orders IN SHARE MODE", "core.open_orders core.orders"), ("EXECUTE p", "?"), ("FETCH c", "?"),
        ("CREATE TABLE x AS EXECUTE p", "scratch.x ?"), ("DO 'BEGIN END'", "?"), ("CALL p()", "?"),
        ("BEGIN", ""), ("SET search_path = core", ""), ("SHOW ALL", ""), ("NOTIFY x", ""), ("DISCARD ALL", ""),
    ])
    func `Whatever a statement is, what it holds counts`(sql: String, tables: String) throws {
        #expect(try Self.touched(sql) == tables)
    }

    @Test(arguments: [
        ("CREATE TABLE newt (a int)", "scratch.newt"), ("CREATE TABLE core.newt (a int)", "core.newt"),
        ("CREATE TABLE core.copied AS SELECT id FROM scratch.base", "core.copied scratch.base"),
        ("SELECT id INTO core.copied FROM base", "core.copied scratch.base"),
        ("CREATE VIEW v AS SELECT * FROM orders", "core.orders scratch.v"),
        ("CREATE MATERIALIZED VIEW core.m AS SELECT * FROM base", "core.m scratch.base"),
        ("CREATE SEQUENCE s OWNED BY core.orders.id", "core.orders scratch.s"),
        (
            "CREATE TABLE x (LIKE orders, i int REFERENCES items, FOREIGN KEY (i) REFERENCES base) INHERITS (log)",
            "core.items core.log core.orders scratch.base scratch.x"
        ),
        ("CREATE TABLE x PARTITION OF core.alone DEFAULT", "core.alone scratch.x"),
        ("CREATE FOREIGN TABLE x (i int) SERVER s", "scratch.x"),
        ("CREATE INDEX ON orders (note)", "core.orders"),
        ("CREATE STATISTICS s ON id, note FROM orders", "core.orders"),
        ("CREATE TRIGGER t BEFORE INSERT ON orders EXECUTE FUNCTION f()", "core.orders"),
        ("CREATE POLICY p ON orders USING (id IN (SELECT id FROM base))", "core.orders scratch.base"),
        (
            "CREATE RULE r AS ON INSERT TO base DO INSTEAD DELETE FROM orders",
            "core.items core.orders core.parts scratch.base"
        ),
        (
            "CREATE SCHEMA s CREATE VIEW v AS SELECT * FROM t CREATE TABLE t (i int REFERENCES orders)",
            "core.orders s.t s.v"
        ),
        ("CREATE SCHEMA s", ""), ("CREATE TEMP TABLE t AS SELECT * FROM orders", "core.orders pg_temp.t"),
        ("CREATE TABLE pg_temp.t (i int)", "pg_temp.t"),
        ("CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'", "?"),
        ("CREATE FUNCTION f() RETURNS bigint BEGIN ATOMIC SELECT count(*) FROM orders; END", "core.orders"),
        ("CREATE TYPE t AS ENUM ('a')", "scratch.t"), ("CREATE TYPE core.t AS (a int)", "core.t"),
        ("CREATE TYPE t AS (a int)", "scratch.t"), ("CREATE DOMAIN d AS int", "scratch.d"),
        ("CREATE TYPE core.r AS RANGE (subtype = int)", "core.r"), ("ALTER TYPE core.ty ADD VALUE 'b'", "core.ty"),
        ("ALTER TYPE nothing ADD VALUE 'b'", "?"), ("ALTER TYPE core.ty RENAME TO tz", "core.ty core.tz"),
        ("ALTER TYPE core.ty SET SCHEMA scratch", "core.ty scratch.ty"), ("ALTER DOMAIN core.d OWNER TO x", "core.d"),
        ("COMMENT ON TYPE core.ty IS 'x'", "core.ty"), ("COMMENT ON DOMAIN ty IS 'x'", "core.ty"),
        ("DROP TYPE core.ty, ty, scratch.t", "core.ty scratch.t"), ("DROP DOMAIN nothing", "?"),
        ("GRANT USAGE ON TYPE core.ty TO x", "core.ty"), ("REVOKE USAGE ON DOMAIN core.ty FROM x", "core.ty"),
        ("GRANT USAGE ON TYPE ty TO x", "?"), ("ALTER DOMAIN core.ty RENAME CONSTRAINT a TO b", "?"),
        ("COMMENT ON CONSTRAINT a ON DOMAIN core.ty IS 'x'", "?"),
        ("DROP TYPE IF EXISTS nothing", "scratch.nothing"),
        ("CREATE ROLE r", ""), ("CREATE EXTENSION citext", "?"), ("CREATE DATABASE d", "?"),
        ("IMPORT FOREIGN SCHEMA a FROM SERVER s INTO core", "?"),
    ])
    func `What is made counts where it will be made, and all that its definition names`(
        sql: String, tables: String
    ) throws {
        #expect(try Self.touched(sql) == tables)
    }

    @Test(arguments: [
        ("ALTER TABLE orders ADD c int", "core.orders"), ("ALTER TABLE orders OWNER TO x", "core.orders"),
        (
            "ALTER TABLE core.events ATTACH PARTITION base DEFAULT",
            "core.events scratch.base (core.events_2025) (core.events_2025_01)"
        ),
        ("ALTER TABLE core.alone DETACH PARTITION base", "core.alone scratch.base"),
        ("ALTER TABLE base INHERIT orders", "core.orders scratch.base"),
        ("ALTER TABLE base ADD FOREIGN KEY (id) REFERENCES orders", "core.orders scratch.base"),
        (
            "ALTER TABLE orders DROP COLUMN note CASCADE",
            "core.items core.open_orders core.orders scratch.seen"
        ),
        ("ALTER TABLE core.orders RENAME TO orders_old", "core.orders core.orders_old"),
        ("ALTER TABLE core.orders RENAME note TO n", "core.orders"),
        ("ALTER TABLE base SET SCHEMA core", "core.base scratch.base"),
        ("ALTER INDEX core.orders_note RENAME TO x", "core.orders"),
        ("ALTER INDEX core.orders RENAME TO orders_old", "core.orders core.orders_old"),
        (
            "ALTER INDEX orders_note SET (fillfactor = 70)",
            "core.orders"
        ),
        ("ALTER SCHEMA scratch RENAME TO s", "s.base s.old s.seen scratch.base scratch.old scratch.seen"),
        ("ALTER SCHEMA scratch OWNER TO x", "scratch.base scratch.old scratch.seen"),
        ("ALTER TABLE ALL IN TABLESPACE a SET TABLESPACE b", "?"), ("ALTER EXTENSION e SET SCHEMA s", "?"),
        ("ALTER FUNCTION f() RENAME TO g", ""), ("ALTER ROLE r SET search_path = core", ""),
        ("ALTER DOMAIN d ADD CHECK (VALUE > 0)", "?"), ("ALTER DATABASE d SET a = 1", "?"),
        ("ALTER SYSTEM SET a = 1", "?"), ("ALTER TYPE core.ty RENAME ATTRIBUTE a TO b CASCADE", "core.ty ?"),
        ("ALTER TYPE core.ty ADD ATTRIBUTE b int CASCADE", "core.ty ?"),
        ("ALTER TYPE core.ty DROP ATTRIBUTE a CASCADE", "core.ty ?"),
        ("COMMENT ON TABLE orders IS 'x'", "core.orders"), ("COMMENT ON COLUMN core.orders.id IS 'x'", "core.orders"),
        ("COMMENT ON CONSTRAINT k ON core.orders IS 'x'", "core.orders"), ("COMMENT ON SCHEMA core IS 'x'", ""),
        ("COMMENT ON TABLE log IS 'x'", "?"), ("SECURITY LABEL ON TABLE orders IS 'x'", "core.orders"),
    ])
    func `What is changed counts, by its old name and its new one`(sql: String, tables: String) throws {
        #expect(try Self.touched(sql) == tables)
    }

    @Test(arguments: [
        ("DROP STATISTICS scratch.st", "core.alone"), ("DROP STATISTICS st", "core.alone"),
        ("COMMENT ON STATISTICS scratch.st IS 'x'", "core.alone"),
        ("ALTER STATISTICS scratch.st RENAME TO x", "core.alone"),
        ("ALTER STATISTICS st SET STATISTICS 100", "core.alone"), ("ALTER STATISTICS st SET SCHEMA core", "core.alone"),
        ("ALTER STATISTICS scratch.st OWNER TO x", "core.alone"), ("DROP STATISTICS core.nowhere", "?"),
        ("DROP SCHEMA scratch CASCADE", "core.alone scratch.base scratch.old scratch.seen"),
        ("ALTER SEQUENCE other.core_seq RESTART", "core.parts other.core_seq"),
        ("DROP SEQUENCE other.core_seq", "core.parts other.core_seq"),
        ("COMMENT ON SEQUENCE other.core_seq IS 'x'", "core.parts other.core_seq"),
        ("DROP SEQUENCE other.free_seq CASCADE", "core.labels other.free_seq"),
        ("DROP SCHEMA other CASCADE", "core.labels core.parts other.core_seq other.free_seq other.log"),
    ])
    func `What belongs to a table, or it counts by, is part of it, in whatever schema`(
        sql: String, tables: String
    ) throws {
        #expect(try Self.touched(sql) == tables)
    }

    @Test(arguments: [
        ("DROP TABLE orders, base", "core.orders scratch.base"),
        ("DROP TABLE core.orders CASCADE", "core.items core.open_orders core.orders scratch.seen"),
        ("DROP TABLE core.roles CASCADE", "core.guarded core.roles"),
        ("DROP TABLE core.events", events),
        ("DROP VIEW core.open_orders CASCADE", "core.open_orders scratch.seen"),
        ("DROP INDEX orders_note", "core.orders"),
        ("DROP INDEX CONCURRENTLY IF EXISTS core.orders_note", "core.orders"),
        ("DROP TABLE IF EXISTS nowhere", "scratch.nowhere"), ("DROP TABLE nowhere", "?"),
        ("DROP TRIGGER t ON core.orders", "core.orders"), ("DROP POLICY p ON orders", "core.orders"),
        ("DROP SCHEMA scratch", ""),
        ("DROP FUNCTION f()", ""), ("DROP FUNCTION f() CASCADE", "?"), ("DROP TYPE t CASCADE", "?"),
        ("DROP EXTENSION e", "?"), ("DROP OWNED BY x", "?"), ("REASSIGN OWNED BY x TO y", "?"),
        ("TRUNCATE base, events", "core.events scratch.base (core.events_2025) (core.events_2025_01)"),
        ("TRUNCATE ONLY core.events", "core.events"),
        ("TRUNCATE orders CASCADE", "core.items core.labels core.orders core.parts"),
        ("GRANT SELECT ON core.orders TO PUBLIC", "core.orders"),
        (
            "REVOKE ALL ON base, orders FROM x",
            "core.orders scratch.base"
        ),
        ("GRANT SELECT ON ALL TABLES IN SCHEMA scratch TO x", "scratch.base scratch.old scratch.seen"),
        ("GRANT USAGE ON SCHEMA scratch TO x", "scratch.base scratch.old scratch.seen"),
        ("GRANT admin TO x", "?"), ("ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO x", "?"),
        ("GRANT EXECUTE ON FUNCTION f() TO x", ""),
        ("VACUUM", "?"), ("ANALYZE orders", "core.orders"), ("CLUSTER", "?"), ("CLUSTER orders", "core.orders"),
        ("REINDEX TABLE orders", "core.orders"), ("REINDEX INDEX orders_note", "core.orders"),
        ("REINDEX SCHEMA scratch", "scratch.base scratch.old scratch.seen"), ("REINDEX DATABASE app", "?"),
        ("REFRESH MATERIALIZED VIEW core.m", "core.m"),
    ])
    func `What is dropped, emptied, granted or maintained counts, with all that goes with it`(
        sql: String, tables: String
    ) throws {
        #expect(try Self.touched(sql) == tables)
    }

    @Test(arguments: [
        ("DELETE FROM orders WHERE id = 1", "core.items core.orders core.parts"),
        ("UPDATE parts SET id = 2 WHERE id = 1", "core.labels core.parts"),
        ("UPDATE parts SET item_id = 2 WHERE id = 1", "core.parts"),
        ("UPDATE items SET id = 2 WHERE id = 1", "core.items core.parts"),
        ("INSERT INTO parts VALUES (1) ON CONFLICT (id) DO UPDATE SET id = 2", "core.labels core.parts"),
        ("INSERT INTO parts VALUES (1) ON CONFLICT DO NOTHING", "core.parts"),
        ("DELETE FROM seen WHERE id = 1", "core.items core.orders core.parts scratch.seen"),
        (
            "MERGE INTO orders o USING base b ON o.id = b.id WHEN MATCHED THEN DELETE",
            "core.items core.orders core.parts scratch.base"
        ),
        ("INSERT INTO ruled VALUES (1)", "core.ruled ?"),
    ])
    func `A write touches the table behind a view, and what foreign keys change with it`(
        sql: String, tables: String
    ) throws {
        #expect(try Self.touched(sql) == tables)
    }

    @Test func `The session's own temporary tables are pg_temp's`() throws {
        let names = NameEnvironment(searchPath: ShopCatalog.path, temporaries: ["orders"])
        #expect(try Self.touched("SELECT * FROM orders, base", names) == "pg_temp.orders scratch.base")
        #expect(try Self.touched("CREATE VIEW v AS SELECT * FROM orders", names) == "pg_temp.orders pg_temp.v")
        #expect(try ShopCatalog.read("CREATE VIEW v AS SELECT * FROM orders", names).madeTemporary == ["v"])
        let first = NameEnvironment(searchPath: ["pg_temp", "core"])
        #expect(try Self.touched("CREATE TABLE t (i int)", first) == "pg_temp.t")
    }

    @Test func `A schema that the role may not use is passed over`() throws {
        let names = NameEnvironment(searchPath: ["hidden", "other", "core"])
        #expect(try Self.touched("SELECT * FROM log", names) == "other.log")
        #expect(try Self.touched("CREATE TABLE t (i int)", names) == "other.t")
    }

    @Test func `What the transaction itself has made is known, and what it has tied together`() throws {
        var names = NameEnvironment(searchPath: ShopCatalog.path)
        names.made = try ShopCatalog.read("CREATE TABLE newt (i int REFERENCES orders ON DELETE CASCADE)").made
        #expect(try Self.touched("SELECT * FROM newt", names) == "scratch.newt")
        #expect(try Self.touched("TRUNCATE newt CASCADE", names) == "core.orders scratch.newt")
        #expect(try Self.touched("DELETE FROM base WHERE id = 1", names) == "scratch.base")
        names.made = try ShopCatalog.read("CREATE SCHEMA fresh").made
        names.searchPath = ["fresh"]
        #expect(try Self.touched("CREATE TABLE t (i int)", names) == "fresh.t")
        names.searchPath = ["unknown", "core"]
        #expect(try Self.touched("CREATE TABLE t (i int)", names) == "core.t")
    }

    @Test(arguments: [
        ("WITH d AS (DELETE FROM orders WHERE id = 1 RETURNING id) SELECT * FROM d", "delete select"),
        ("INSERT INTO base SELECT * FROM orders", "insert"),
        ("INSERT INTO base VALUES (1) ON CONFLICT (id) DO UPDATE SET id = 2", "insert update"),
        ("INSERT INTO base VALUES (1) ON CONFLICT DO NOTHING", "insert"),
        (
            "MERGE INTO base b USING old o ON b.id = o.id WHEN MATCHED AND o.id = 1 THEN DELETE WHEN MATCHED THEN "
                + "UPDATE SET id = 1 WHEN NOT MATCHED THEN INSERT VALUES (1)", "delete insert merge update"
        ),
        ("MERGE INTO base b USING old o ON b.id = o.id WHEN MATCHED THEN DO NOTHING", "merge"),
        ("COPY (DELETE FROM base WHERE id = 1 RETURNING id) TO STDOUT", "copy_out delete"),
        ("EXPLAIN DELETE FROM base", "explain"), ("EXPLAIN ANALYZE DELETE FROM base", "delete explain"),
        ("EXPLAIN (ANALYZE off) DELETE FROM base", "explain"),
        ("EXPLAIN (ANALYZE 1) DELETE FROM base", "delete explain"),
        ("PREPARE p AS DELETE FROM base", "delete"), ("DECLARE c CURSOR FOR SELECT 1", "select"),
        ("CREATE TABLE x AS SELECT 1", "ddl"), ("SELECT 1 INTO x", "ddl"),
        ("CREATE TEMP TABLE x AS SELECT 1", "select temporary"), ("TRUNCATE base", "delete"),
        ("TRUNCATE pg_temp.base", "temporary"), ("SELECT set_config('work_mem', '1MB', false)", "select session"),
        ("CREATE SCHEMA s GRANT SELECT ON base TO x", "ddl grant"),
        ("ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO x", "ddl grant"), ("EXECUTE p", "select"),
        ("CREATE RULE r AS ON INSERT TO base DO INSTEAD DELETE FROM orders", "ddl delete"),
        ("GRANT team TO bob", "grant"), ("ALTER GROUP team ADD USER bob", "ddl grant"),
        ("ALTER GROUP team DROP USER bob", "ddl grant"), ("CREATE ROLE eve IN ROLE team", "ddl grant"),
        ("CREATE USER eve IN GROUP team", "ddl grant"), ("CREATE ROLE eve ROLE bob", "ddl grant"),
        ("CREATE ROLE eve ADMIN bob", "ddl grant"), ("ALTER ROLE bob CREATEROLE", "ddl grant"),
        ("CREATE ROLE eve SUPERUSER", "ddl grant"), ("ALTER ROLE bob BYPASSRLS REPLICATION", "ddl grant"),
        ("CREATE ROLE eve LOGIN", "ddl"), ("ALTER ROLE bob PASSWORD 'x'", "ddl"), ("DROP ROLE bob", "ddl"),
        ("CREATE TEMP TABLE t () INHERITS (base)", "ddl"), ("CREATE TABLE pg_temp.t () INHERITS (base)", "ddl"),
        ("CREATE TEMP TABLE t PARTITION OF core.alone DEFAULT", "ddl"),
        ("CREATE TEMP TABLE t (LIKE base)", "temporary"),
    ])
    func `A statement is of every kind of work that it does, at any depth`(sql: String, kinds: String) throws {
        #expect(try ShopCatalog.read(sql).facts.kinds.map(\.rawValue).sorted().joined(separator: " ") == kinds)
    }
}
