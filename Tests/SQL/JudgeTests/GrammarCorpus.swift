import Foundation
import TestSupport

/// Texts that grammars are compared over.
enum GrammarCorpus {
    /// What people and attackers write, and PostgreSQL's regression suite.
    static func written() throws -> [String] {
        let fixtures = [
            "ordinary", "ordinary-tools", "ordinary-extensions", "attacks", "attacks-more", "attacks-types", "ehr",
            "clients", "types", "catalog", "held",
        ].map { Repository.fixture($0 + ".sql") }
        let suite = Repository.root.appending(path: ".build/libpg_query/regress")
        let regress = try FileManager.default.contentsOfDirectory(at: suite, includingPropertiesForKeys: nil)
        return try (fixtures + regress.sorted { $0.path() < $1.path() }).flatMap { file in
            try String(decoding: Data(contentsOf: file), as: UTF8.self).split(separator: /;[ \t]*\n/).map { String($0) }
        }
    }

    /// A sentence for each production of a grammar, made by dev/grammars/sentences.py.
    static func generated(_ version: Int) throws -> [String] {
        try String(contentsOf: Repository.fixture("grammar/\(version).sql"), encoding: .utf8)
            .split(separator: "\n").map(String.init)
    }

    /// Words that became keywords after 15, in every place where they could have been names.
    static let words: [String] = [
        "absent", "conditional", "empty", "enforced", "error", "format", "indent", "json", "json_array",
        "json_arrayagg", "json_exists", "json_object", "json_objectagg", "json_query", "json_scalar", "json_serialize",
        "json_table", "json_value", "keep", "keys", "merge_action", "nested", "objects", "omit", "path", "period",
        "plan", "quotes", "scalar", "source", "string", "system_user", "target", "unconditional", "virtual",
    ].flatMap { word in
        places.map { $0.replacing("?", with: word) } + places.map { $0.replacing("?", with: word.uppercased()) }
    }

    private static let places = [
        "SELECT ?", "SELECT ? FROM t", "SELECT ?()", "SELECT ?(a)", "SELECT ?(a, b)", "SELECT ?(a, b, c)",
        "SELECT ?('{a,1}')", "SELECT ?(DISTINCT a)", "SELECT ?(a ORDER BY b)", "SELECT ?(a) OVER ()", "SELECT ?(*)",
        "SELECT ?(a => 1)", "SELECT ?(VARIADIC a)", "SELECT ?(a) FILTER (WHERE b)", "SELECT x.?(a)", "SELECT ?.f(a)",
        "SELECT a ?", "SELECT a AS ?", "SELECT a ? FROM t", "SELECT a ?, b FROM t", "SELECT t.? FROM t",
        "SELECT ?.a FROM ?", "SELECT ?.* FROM ?", "SELECT (t).? FROM t", "SELECT * FROM ?", "SELECT * FROM ? ?",
        "SELECT * FROM s.?", "SELECT * FROM ?(a)", "SELECT * FROM ?(a) ?", "SELECT * FROM ?(a) AS x(b int)",
        "SELECT * FROM a ?", "SELECT * FROM a AS ?(b)", "SELECT * FROM a ?, b", "SELECT * FROM a JOIN ? USING (?)",
        "SELECT a::?", "SELECT a::?[]", "SELECT a::?(3)", "SELECT a::s.?", "SELECT CAST(a AS ?)", "SELECT ? 'x'",
        "SELECT ?(3) 'x'", "SELECT ? ? 'x'", "SELECT a IS ?", "SELECT a IS NOT ?", "SELECT a ? b", "SELECT a AT ?",
        "SELECT a FROM t WHERE ?", "SELECT a FROM t WHERE ? = 1", "SELECT a FROM t WHERE ?(a)", "SELECT ? ?",
        "SELECT a FROM t ORDER BY ?", "SELECT a FROM t GROUP BY ?", "SELECT a FROM t WINDOW ? AS ()",
        "SELECT a OVER ?", "SELECT f(a) OVER ?", "SELECT f(?)", "SELECT f(a ?)", "SELECT f(? => 1)", "SELECT array[?]",
        "SELECT (? + 1)", "SELECT -?", "SELECT CASE ? WHEN ? THEN ? END", "SELECT extract(? FROM a)",
        "SELECT ?::text", "SELECT ? COLLATE \"C\"", "SELECT ? IS NULL", "SELECT ? IN (1)", "SELECT a IN (?)",
        "SELECT (SELECT ?)", "VALUES (?)", "WITH ? AS (SELECT 1) SELECT * FROM ?", "TABLE ?", "TABLE ONLY ?",
        "INSERT INTO ? VALUES (1)", "INSERT INTO ?(?) VALUES (1)", "INSERT INTO t SELECT ?",
        "INSERT INTO t ? VALUES (1)",
        "INSERT INTO t VALUES (1) RETURNING ?", "INSERT INTO t VALUES (1) ON CONFLICT (?) DO NOTHING",
        "UPDATE ? SET a = 1", "UPDATE t SET ? = 1", "UPDATE t SET a = ?", "UPDATE t ? SET a = 1",
        "UPDATE t SET a = 1 FROM ?", "UPDATE t SET a = 1 WHERE ?", "UPDATE t SET a = 1 RETURNING ?",
        "DELETE FROM ?", "DELETE FROM t ?", "DELETE FROM t USING ?", "DELETE FROM t WHERE ? = 1",
        "CREATE TABLE ? (a int)", "CREATE TABLE t (? int)", "CREATE TABLE t (a ?)", "CREATE TABLE t (a int ?)",
        "CREATE TABLE t (a int DEFAULT ?)", "CREATE TABLE t (a int CHECK (?))", "CREATE VIEW ? AS SELECT 1",
        "CREATE INDEX ON t (?)", "CREATE INDEX ? ON t (a)", "CREATE FUNCTION ?() RETURNS int RETURN 1",
        "CREATE TYPE ? AS (a int)", "DROP TABLE ?", "DROP FUNCTION ?(int)", "ALTER TABLE t ADD ? int",
        "ALTER TABLE t DROP ?", "ALTER TABLE t RENAME ? TO b", "CALL ?()", "SET ? = 1", "SET a = ?", "SHOW ?",
        "PREPARE ? AS SELECT 1", "EXECUTE ?", "DECLARE ? CURSOR FOR SELECT 1", "FETCH ?", "CLOSE ?", "COPY ? TO STDOUT",
        "COPY t (?) TO STDOUT", "COPY t TO STDOUT (?)", "LISTEN ?", "EXPLAIN (?) SELECT 1", "GRANT ? TO b",
        "COMMENT ON TABLE ? IS 'x'", "TRUNCATE ?", "LOCK ?", "ANALYZE ?", "SELECT a FROM t FOR UPDATE OF ?",
    ]
}
