import TestSupport
import Testing

/// A number that a detector finds may stand within an array or a record, each part of which says how long it is.
@Suite("A finding that is masked leaves lengths that fit", .serialized)
struct BinaryFindingTests {
    private static let finding = "SSN 536-22-0001, call (312) 555-0147 or write to maria.k@example.org"

    private func cell(_ text: String) throws -> [UInt8] {
        let answer = try PostgresConnection(Stack.one.get().lane()).ask(text, .extendedBinary)
        return try #require(answer.rows.first?.first ?? nil, "\(answer.summary)")
    }

    private func requireMasked(_ bytes: [UInt8]) {
        let text = String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
        for part in ["536-22-0001", "555-0147", "maria.k"] { #expect(!text.contains(part)) }
    }

    @Test(
        "in an array",
        arguments: [
            "ARRAY['left', '\(finding)', 'right']", "ARRAY['\(finding)', NULL]",
            "ARRAY[['\(finding)', 'a'], ['b', '\(finding)']]",
            "ARRAY['\(finding)']::varchar[]", "ARRAY(SELECT body FROM clinic.notes WHERE id < 40 ORDER BY id)",
            "array_agg(body ORDER BY id) FROM clinic.notes WHERE id < 40 --", "string_to_array('a,\(finding)', ',')",
        ])
    func array(expression: String) throws {
        let bytes = try cell("SELECT \(expression)")
        requireMasked(bytes)
        // What is masked whole is no array any more, nor NULL.
        #expect(throws: Never.self) { try BinaryLengths.array(bytes) }
    }

    @Test(
        "in a record",
        arguments: [
            "ROW(1, '\(finding)'::text, 2)", "ROW('\(finding)'::text)",
            "n FROM clinic.notes n WHERE body LIKE '%Verified%' LIMIT 1 --",
            "ROW(ARRAY['\(finding)'], '\(finding)'::varchar)", "ROW(ROW('\(finding)'::text), 1)",
        ])
    func record(expression: String) throws {
        let bytes = try cell("SELECT \(expression)")
        requireMasked(bytes)
        #expect(throws: Never.self) { try BinaryLengths.record(bytes) }
    }

    @Test(
        "in arrays of records, ranges, json and numbers of bytes",
        arguments: [
            "ARRAY[ROW(1, '\(finding)'::text)]", "jsonb_build_object('a', '\(finding)')",
            "json_build_array('\(finding)')", "xmlelement(name a, '\(finding)')",
            "ARRAY[jsonb_build_object('a', '\(finding)')]", "to_tsvector('simple', '\(finding)')",
        ])
    func others(expression: String) throws {
        let answer = try PostgresConnection(Stack.one.get().lane()).ask("SELECT \(expression)", .extendedBinary)
        guard answer.error == nil else { return }
        let bytes = try #require(answer.rows.first?.first ?? nil)
        requireMasked(bytes)
        if expression.hasPrefix("ARRAY") { #expect(throws: Never.self) { try BinaryLengths.values(bytes) } }
        if expression.hasPrefix("jsonb") { #expect(bytes.first == 1) }
    }
}
