import Judge
import PgParser
import SQLSyntax
import TestSupport
import Testing

@Suite("Hostile texts end in an error, never in a crash")
struct HostileTextTests {
    @Test("depth and length beyond the limits are refused", arguments: ["1+", "NOT ", "(", "+ ", "a(", "1::int::"])
    func deep(_ part: String) {
        for count in [1_000, 5_000, 40_000] {
            let text = "SELECT " + String(repeating: part, count: count) + "1"
            let judge = SampleLane.judge()
            if case .permit(let permit) = judge.judge(Array(text.utf8), names: judge.initialNames) {
                #expect(permit.isRewritten == false)
                #expect(count == 1_000)
            }
        }
    }

    @Test(
        "a chain is a chain across commas and brackets",
        arguments: [
            "SELECT 1, 2 UNION ", "SELECT 1, (2) EXCEPT ", "SELECT 1, (", "CASE WHEN 1 = any('{1}') THEN ", "ARRAY[1, ",
            "f(1, 2) OPERATOR(pg_catalog.+) ", "(1, 2) = (", "coalesce(1, ",
        ])
    func chains(_ part: String) {
        for count in [1_000, 20_000, 60_000] {
            let text =
                (part.hasPrefix("SELECT 1, 2") || part.hasPrefix("SELECT 1, (2)") ? "" : "SELECT ")
                + String(repeating: part, count: count) + "SELECT 1"
            let judge = SampleLane.judge()
            if case .permit = judge.judge(Array(text.utf8), names: judge.initialNames) { #expect(count == 1_000) }
        }
    }

    @Test("many short expressions are no chain: a bulk insert with a cast at every value")
    func lists() throws {
        let row = "(" + (1...12).map { "$\($0)::VARCHAR" }.joined(separator: ", ") + ")"
        let text = "INSERT INTO notes (id) VALUES " + Array(repeating: row, count: 1_000).joined(separator: ", ")
        #expect(throws: Never.self) { try PgParser.parse(Array(text.utf8), for: .newest) }
    }

    @Test("bytes that are no UTF-8, and NUL, are refused with PostgreSQL's SQLSTATE")
    func encoding() {
        for bytes in [[0xFF, 0xFE], Array("SELECT 1".utf8) + [0], [0xC3]] as [[UInt8]] {
            #expect(throws: SyntaxFailure.self) { try PgParser.parse(bytes, for: .newest) }
        }
    }

    @Test("random mutations of a statement never trap, and never leave a protected table unmasked")
    func mutations() {
        let seeds = [
            "SELECT p.ssn, upper(name) FROM clinic.patients p JOIN notes n ON n.id = p.id WHERE mrn = 'a' ORDER BY 1",
            "WITH x AS (SELECT * FROM patients) UPDATE notes SET body = 'x' WHERE id = 1 RETURNING (SELECT ssn FROM patients)",
            "COPY (SELECT ssn FROM ONLY (clinic.patients) TABLESAMPLE BERNOULLI (1)) TO STDOUT",
        ]
        var generator = SeededGenerator(seed: 7)
        let judge = SampleLane.judge()
        for _ in 0..<3_000 {
            var bytes = Array(seeds[Int(generator.next() % UInt64(seeds.count))].utf8)
            for _ in 0...Int(generator.next() % 3) {
                let index = Int(generator.next() % UInt64(bytes.count))
                switch generator.next() % 3 {
                case 0: bytes.remove(at: index)
                case 1: bytes.insert(UInt8(32 + generator.next() % 95), at: index)
                default: bytes[index] = UInt8(32 + generator.next() % 95)
                }
            }
            guard case .permit(let permit) = judge.judge(bytes, names: judge.initialNames) else { continue }
            let text = String(decoding: permit.text, as: UTF8.self)
            if permit.statements.contains(where: { !$0.phiRead.isEmpty }) { #expect(text.contains("'***'")) }
        }
    }
}
