import TestSupport

/// The SQL of sequences. Each text has a number of its own, and its statements carry it.
struct Text {
    var sql: String
    /// The server may take COPY data for it.
    var copiesIn = false

    private static let names = ["a", "b", "c", "\"A b\""] + (1...2).map { String(repeating: "n", count: 63) + "\($0)" }

    /// - Parameter number: of the text.
    static func random(_ number: Int, _ random: inout SeededGenerator) -> Text {
        if Int.random(in: 0..<8, using: &random) == 0 { return several(number, &random) }
        if Int.random(in: 0..<40, using: &random) == 0 {
            return Text(sql: ["", ";", "/* nothing */", " ; ; "].randomElement(using: &random) ?? "")
        }
        return one(number, 0, isAlone: true, &random)
    }

    /// What no lane lets through, or no parser.
    static func refused(_ number: Int, _ random: inout SeededGenerator) -> Text {
        let marker = Marker(text: number, index: 0, manner: .limited)
        return Text(
            sql: [
                "SELECT '\(marker)', * FROM pg_stats", "no SQL '\(marker)'", "DO '\(marker)'",
                "SELECT '\(marker)', query_to_xml('SELECT 1', true, false, '')", "TRUNCATE seq.people /* \(marker) */",
            ].randomElement(using: &random) ?? "")
    }

    private static func several(_ number: Int, _ random: inout SeededGenerator) -> Text {
        let parts = (0..<Int.random(in: 2...4, using: &random)).map { index in
            one(number, index, isAlone: false, &random)
        }
        return Text(sql: parts.map(\.sql).joined(separator: "; "), copiesIn: parts.contains(where: \.copiesIn))
    }

    private static func one(_ number: Int, _ index: Int, isAlone: Bool, _ random: inout SeededGenerator) -> Text {
        func marked(_ manner: Manner) -> String { Marker(text: number, index: index, manner: manner).description }
        func with(_ manner: Manner, _ sql: String) -> Text { Text(sql: "\(sql) /*\(marked(manner))*/") }
        func pick(_ range: Range<Int>) -> Int { Int.random(in: range, using: &random) }
        let name = names.randomElement(using: &random) ?? "a"
        let id = pick(1..<31)
        // A text that makes a name stands alone: what runs under it is told by that text.
        switch pick(isAlone ? 0..<40 : 0..<32) {
        case 0, 1: return Text(sql: "SELECT '\(marked(.rows))'")
        case 2: return Text(sql: "SELECT '\(marked(.rows))', i FROM generate_series(1, \(pick(1..<5))) i")
        case 3:
            return Text(sql: "SELECT '\(marked(.rows))', id, name FROM seq.people WHERE id < \(id) ORDER BY id LIMIT 3")
        case 4: return Text(sql: "SELECT '\(marked(.division))', 1 / (id - id) FROM seq.people WHERE id = \(id)")
        case 5: return Text(sql: "SELECT '\(marked(.conversion))'::int")
        case 6, 7, 8: return with(.failingRow, "UPDATE seq.people SET n = NULL WHERE id = \(id)")
        case 9: return with(.failingRow, "UPDATE seq.people SET n = 5000 WHERE id = \(id)")
        case 10: return with(.silent, "UPDATE seq.people SET n = \(id) WHERE id = \(id)")
        case 11: return with(.end, "UPDATE seq.late SET note = '\(["bad", "n"][pick(0..<2)])' WHERE id = \(id)")
        case 12, 13: return with(.silent, "BEGIN")
        case 14: return with(.end, "COMMIT")
        case 15: return with(.silent, "ROLLBACK")
        case 16: return with(.dependent, "SAVEPOINT s")
        case 17: return with(.dependent, ["ROLLBACK TO s", "RELEASE s"][pick(0..<2)])
        case 18: return with(.end, "SET CONSTRAINTS ALL IMMEDIATE")
        case 19: return Text(sql: "SELECT '\(marked(.unknownColumn))', nosuch")
        case 20: return Text(sql: "SELECT '\(marked(.limited))', i FROM seq.many")
        case 21: return Text(sql: "SELECT '\(marked(.rows))', count(*) FROM generate_series(1, \(pick(1..<4))00000)")
        case 22: return with(.silent, "SET statement_timeout = \([0, 0, 5, 15][pick(0..<4)])")
        case 23: return Text(sql: "COPY (SELECT '\(marked(.rows))') TO STDOUT")
        case 24:
            return Text(sql: "COPY seq.lines FROM STDIN /*\(marked(.copyIn))*/", copiesIn: true)
        case 25: return Text(sql: "SELECT seq.say('\(marked(.rows))')")
        case 26: return with(.silent, ["LISTEN changes", "UNLISTEN *", "NOTIFY changes, 'x'"][pick(0..<3)])
        case 27: return with(.dependent, "DEALLOCATE \(pick(0..<5) == 0 ? "ALL" : name)")
        case 28: return with(.dependent, "EXECUTE \(name)")
        case 29: return with(.dependent, "\(["FETCH", "MOVE"][pick(0..<2)]) \(pick(1..<4)) FROM \(name)")
        case 30: return with(.dependent, "CLOSE \(pick(0..<5) == 0 ? "ALL" : name)")
        case 31: return with(.dependent, "EXECUTE \(name)")
        case 32, 33: return Text(sql: "PREPARE \(name) AS SELECT '\(marked(.rows))'")
        case 34:
            return Text(
                sql: "PREPARE \(name) AS UPDATE seq.people SET n = NULL WHERE id = \(id) /*\(marked(.failingRow))*/")
        case 35:
            return Text(
                sql: "PREPARE \(name) AS SELECT '\(marked(.division))', 1 / (id - id) FROM seq.people WHERE id = \(id)")
        case 36, 37:
            return Text(sql: "DECLARE \(name) CURSOR FOR SELECT '\(marked(.rows))', i FROM generate_series(1, 9) i")
        case 38:
            return Text(
                sql: "DECLARE \(name) CURSOR WITH HOLD FOR SELECT '\(marked(.limited))', i FROM seq.many")
        default: return with(.dependent, "FETCH ALL FROM \(name)")
        }
    }
}
