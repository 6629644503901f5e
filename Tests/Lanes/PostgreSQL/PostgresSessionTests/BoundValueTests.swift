import AuditLog
import HubAPI
import Judge
import NIOCore
import Policy
import PostgresSession
import PostgresWire
import Testing

@Suite("Values that are bound to a statement that people decide about") struct BoundValueTests {
    private static let text = "SELECT id FROM notes WHERE id = $1 AND body = $2"

    private static func asked(_ parameters: PostgresTerms.Parameters?, _ values: [String?]) -> [String]? {
        var session = Conversation(judge: Conversation.judge(rules: ApprovalTests.reviewed, parameters: parameters))
        session.client(.parse("", text), .bind("", "", values: values), .execute(), .sync)
        let asked = session.asked()
        #expect(asked.map(\.boundValues) == [values.count])
        #expect(session.log.approvals.map(\.parameters) == asked.map(\.parameters))
        return asked.first?.parameters
    }

    @Test func `are shown, but for what detectors find in them`() {
        #expect(Self.asked(nil, ["7", nil]) == ["'7'", "NULL"])
        let shown = Self.asked(.masked, ["219-09-9999", "it's"]) ?? []
        #expect(shown.count == 2 && !shown[0].contains("219-09-9999") && shown[1] == "'it''s'")
    }

    @Test func `are shown as they are, or not at all, where the policy says so`() {
        #expect(Self.asked(.shown, ["219-09-9999", "x"]) == ["'219-09-9999'", "'x'"])
        #expect(Self.asked(.hidden, ["219-09-9999", "x"]) == [])
    }

    @Test func `hide nothing and push nothing out of sight`() {
        let shown = Self.asked(.shown, ["a\u{202E}b", String(repeating: "y", count: 5_000)]) ?? []
        #expect(shown.first == "'a<U+202E>b'")
        #expect(shown.last.map { $0.utf8.count <= 1_024 && $0.contains("bytes left out …]") } == true)
        #expect(Self.asked(.shown, ["a", String(repeating: "y", count: 100_000)])?.last == "[… 100000 bytes …]")
        #expect(Self.asked(.shown, [String?](repeating: String(repeating: "y", count: 900), count: 300))?.count == 18)
    }

    @Test(
        "in binary form are written out by their type",
        arguments: [
            ([0, 0, 0, 23], [0, 0, 0, 7], "'7'"), ([0, 0, 0, 23], [255, 255, 255, 254], "'-2'"),
            ([0, 0, 0, 20], [0, 0, 0, 0, 0, 0, 1, 0], "'256'"), ([0, 0, 0, 16], [1], "'true'"),
            ([0, 0, 4, 58], [0, 0, 36, 246], "'2025-11-27'"), ([0, 0, 4, 58], [255, 255, 213, 52], "'1970-01-02'"),
            ([0, 0, 4, 90], [0, 0, 0, 0, 0, 0, 0, 1], "'2000-01-01 00:00:00.000001'"),
            ([0, 0, 4, 160], [255, 255, 255, 255, 255, 255, 255, 255], "'1999-12-31 23:59:59.999999+00'"),
            ([0, 0, 6, 164], [0, 3, 0, 1, 0x40, 0, 0, 2, 0, 1, 0x09, 0x29, 0x14, 0x50], "'-12345.52'"),
            ([0, 0, 6, 164], [0, 1, 255, 255, 0, 0, 0, 3, 0, 50], "'0.005'"),
            ([0, 0, 0, 17], [0, 171], "'\\x00ab'"),
            (
                [0, 0, 3, 239],
                [
                    0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 23, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 4, 0, 0, 0, 9, 255, 255, 255,
                    255,
                ],
                "'{9,NULL}'"
            ), ([0, 0, 14, 218], [1, 123, 125], "'{}'"), ([0, 0, 0, 23], [1, 2], "[… 2 bytes …]"),
            ([0, 0, 2, 88], [1, 2], "[… 2 bytes …]"),
        ] as [([UInt8], [UInt8], String)])
    func binaryForms(type: [UInt8], bytes: [UInt8], expected: String) {
        var session = Conversation(rules: ApprovalTests.reviewed)
        let length = [0, 0, 0, UInt8(bytes.count)]
        session.client(
            Message("P", [0] + Array("SELECT id FROM notes WHERE id = $1".utf8) + [0, 0, 1] + type),
            Message("B", [0, 0, 0, 1, 0, 1, 0, 1] + length + bytes + [0, 0]), .execute(), .sync)
        #expect(session.asked().map(\.parameters) == [[expected]])
    }

    @Test func `are known by the types that the server describes`() {
        var session = Conversation(rules: ApprovalTests.reviewed)
        session.client(.parse("s", "SELECT id FROM notes WHERE id = $1"), .init("D", Array("Ss".utf8) + [0]), .sync)
        session.server(.parsed, .init("t", [0, 1, 0, 0, 0, 23]), .noData, .ready("I"))
        session.client(
            Message("B", [0] + Array("s".utf8) + [0, 0, 1, 0, 1, 0, 1, 0, 0, 0, 4, 0, 0, 0, 42, 0, 0]), .execute(),
            .sync)
        #expect(session.asked().map(\.parameters) == [["'42'"]])
    }
}
