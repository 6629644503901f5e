import PostgresLane
import SQLRewrite
import SQLSyntax
import TestSupport
import Testing

@Suite("The catalog is read as the lane's own role")
struct SessionTests {
    @Test("the search path, the role and the server's version are the role's own")
    func session() async throws {
        let catalog = try await RealCatalog.read()
        #expect(catalog.defaultSearchPath == ["clinic", "billing", "public"])
        #expect(catalog.role == "postgres")
        #expect(ServerVersion.supported.contains(catalog.server.major))
        #expect(catalog.schemas.isSuperset(of: ["clinic", "billing", "public", "pg_catalog"]))
    }

    @Test("\"$user\" is resolved, missing schemas stay, and functions that hide built-in ones are not run")
    func hostilePath() async throws {
        let direct = try RealCatalog.stack.get().direct
        let address = try PostgresAddress("postgresql://reader:reader@\(direct.host):\(direct.port)/\(direct.database)")
        let catalog = try await RealCatalog.read(address)
        #expect(catalog.defaultSearchPath == ["reader", "nowhere", "hostile", "pg_catalog"])
        #expect(catalog.role == "reader")
        #expect(catalog.schemas.contains("hostile") && !catalog.schemas.contains("clinic"))
        #expect(catalog.fixedSchemas.isSuperset(of: ["clinic", "hostile", "nasty", "reader"]))
        let known = try await RealCatalog.read()
        #expect(known.fixedSchemas.isEmpty, "a superuser makes what it likes")
        #expect(catalog.relations == known.relations, "a role without privileges sees the same relations")
    }

    @Test("two readings of an unchanged server are equal")
    func stable() async throws {
        let first = try await RealCatalog.read()
        let second = try await RealCatalog.read()
        #expect(first == second)
    }

    @Test("a change of anything that is read shows in the fingerprint, and an unchanged server is read no further")
    func fingerprint() async throws {
        let server = try RealCatalog.stack.get().direct
        #expect(try PostgresConnection(server).ask("CREATE DATABASE fingerprint").error == nil)
        let reader = try RealCatalog.reader(server.database("fingerprint"))
        let connection = try PostgresConnection(server.database("fingerprint"))
        for change in Self.changes {
            let known = try await reader.read().fingerprint
            #expect(try connection.ask("SELECT 1").error == nil)
            #expect(try await reader.read(unless: known) == nil, "before \(change)")
            let answer = try connection.ask(change)
            #expect(answer.error == nil, "\(change): \(answer.summary)")
            #expect(try await reader.read(unless: known) != nil, "\(change)")
        }
    }

    private static let changes = [
        "CREATE SCHEMA s", "CREATE TABLE s.a (id int)", "CREATE TABLE s.b (id int)", "CREATE TABLE s.c (id int)",
        "CREATE VIEW s.v AS SELECT id FROM s.a", "CREATE FUNCTION s.f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE FUNCTION s.g(bigint) RETURNS date LANGUAGE sql AS 'SELECT NULL::date'",
        "ALTER TABLE s.a ADD COLUMN more text", "ALTER TABLE s.a ALTER COLUMN id SET NOT NULL", "DROP TABLE s.b",
        "ALTER TABLE s.a ADD UNIQUE (id)", "CREATE INDEX ON s.a (more)", "ALTER FUNCTION s.f() IMMUTABLE",
        "CREATE OR REPLACE VIEW s.v AS SELECT id + 1 AS id FROM s.a", "ALTER TABLE s.a ENABLE ROW LEVEL SECURITY",
        "CREATE POLICY p ON s.a USING (true)", "ALTER POLICY p ON s.a USING (id > 3)",
        "CREATE RULE r AS ON DELETE TO s.a DO NOTHING", "ALTER TABLE s.a ALTER COLUMN id SET DEFAULT 3",
        "CREATE DOMAIN s.d AS int", "CREATE CAST (bigint AS date) WITH FUNCTION s.g(bigint)",
        "CREATE OPERATOR s.=== (FUNCTION = int4eq, LEFTARG = int, RIGHTARG = int)",
        "ALTER TABLE s.c ADD COLUMN more text; ALTER TABLE s.c ALTER id SET NOT NULL; ALTER TABLE s.c INHERIT s.a",
        "CREATE AGGREGATE s.total (int) (SFUNC = int4pl, STYPE = int)", "CREATE EXTENSION hstore",
        "CREATE TABLE s.e (id int) PARTITION BY LIST (id)", "ALTER VIEW s.v SET SCHEMA public",
        "COMMENT ON TABLE s.a IS NULL; ALTER SCHEMA s RENAME TO t",
    ]

    @Test("an answer of another shape is a failure, never a catalog with holes")
    func strangeAnswers() async throws {
        let shapes: [[[String?]]] = [
            [], [[]], [[nil]], [["a"]], [[nil, nil, nil, nil, nil]], [["a", "b", "UTF8", "read committed", "c"]],
        ]
        for shape in shapes {
            await #expect(throws: CatalogFailure.self) { try await CatalogReader { _ in shape }.read() }
        }
    }
}
