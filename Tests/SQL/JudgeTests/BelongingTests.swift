import Judge
import Policy
import SQLRewrite
import Testing

@Suite("An index, statistics and a sequence are part of their table") struct BelongingTests {
    private static let lane: SmallLane = {
        var sequence = SmallLane.table("o_id_seq", ["last_value bigint"])
        sequence.kind = .sequence
        sequence.owner = QualifiedName("s", "o")
        var free = sequence
        free.name = QualifiedName("s", "free_seq")
        free.owner = QualifiedName("s", "plain")
        let unique = Index(name: "o_u", isUnique: true, keys: ["id"], orders: ["i"])
        return SmallLane(
            [
                SmallLane.table("o", ["id integer!", "note", "secret"], indexes: [unique]),
                SmallLane.table("plain", ["id integer!"], indexes: [Index(name: "plain_i", keys: ["id"])]),
                sequence, free,
            ], phi: ["o.secret": .redact]
        ) { catalog in
            catalog.statistics = [QualifiedName("far", "o_st"): QualifiedName("s", "o")]
        }
    }()

    @Test(
        "definitions of what belongs to a protected table are refused, whatever names it",
        arguments: [
            "DROP INDEX o_u", "DROP INDEX s.o_u", "DROP INDEX IF EXISTS s.o_u CASCADE", "DROP INDEX plain_i, o_u",
            "DROP INDEX CONCURRENTLY s.o_u", "ALTER INDEX s.o_u RENAME TO x", "ALTER TABLE s.o_u RENAME TO x",
            "ALTER INDEX s.plain RENAME TO o", "ALTER TABLE s.plain RENAME TO o",
            "ALTER INDEX o_u SET (fillfactor = 50)", "REINDEX INDEX s.o_u", "REINDEX TABLE s.o",
            "REINDEX SCHEMA s", "REINDEX DATABASE app", "CLUSTER", "CLUSTER s.o USING o_u",
            "COMMENT ON INDEX s.o_u IS 'x'", "COMMENT ON TABLE o IS 'x'", "COMMENT ON COLUMN s.o.note IS 'x'",
            "COMMENT ON CONSTRAINT k ON s.o IS 'x'", "COMMENT ON TYPE s.o IS 'x'", "DROP TYPE s.o",
            "ALTER SEQUENCE s.o_id_seq RESTART", "DROP SEQUENCE o_id_seq", "DROP SEQUENCE s.o_id_seq CASCADE",
            "CREATE SEQUENCE s.x OWNED BY s.o.id", "ALTER SEQUENCE s.free_seq OWNED BY o.id", "DROP SCHEMA far CASCADE",
        ])
    func refused(_ sql: String) {
        #expect(Self.lane.rule(sql) == "definition-over-protected", "\(sql)")
    }

    @Test(
        "those of others' pass",
        arguments: [
            "DROP INDEX plain_i", "ALTER INDEX s.plain_i RENAME TO x", "REINDEX INDEX plain_i", "REINDEX TABLE plain",
            "COMMENT ON INDEX s.plain_i IS 'x'", "COMMENT ON COLUMN s.plain.id IS 'x'", "REINDEX SCHEMA other",
            "ALTER SEQUENCE s.free_seq RESTART", "CREATE SEQUENCE s.x OWNED BY s.plain.id",
            "CLUSTER plain USING plain_i",
            "CREATE INDEX o_u2 ON plain (id)", "COMMENT ON SCHEMA other IS 'x'",
        ])
    func permitted(_ sql: String) {
        #expect(Self.lane.rule(sql) == nil, "\(sql)")
    }

    @Test("a temporary table's index may have the name of a protected one's")
    func temporary() throws {
        var names = Self.lane.judge.initialNames
        for sql in ["CREATE TEMP TABLE t (i int)", "CREATE INDEX o_u ON t (i)"] {
            guard case .permit(let permit) = Self.lane.judge.judge(Array(sql.utf8), names: names) else {
                Issue.record("refused: \(sql)")
                return
            }
            for statement in permit.statements { names.apply(statement) }
        }
        guard case .permit(let permit) = Self.lane.judge.judge(Array("DROP INDEX o_u".utf8), names: names) else {
            Issue.record("refused")
            return
        }
        #expect(String(decoding: permit.text, as: UTF8.self) == "DROP INDEX pg_temp.\"o_u\"")
    }
}
