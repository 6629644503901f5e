import AuditLog
import Testing

struct RecordTests {
    static let stamp = RecordStamp(seq: 7, atMicroseconds: 1_795_380_241_123_456, mono: 99)

    static func records(_ event: AuditEvent) throws -> [AuditRecord] {
        var encoder = RecordEncoder()
        encoder.encode(
            AuditEntry(session: "00ff", statement: 2, principal: "bot", target: "ehr", event: event), first: stamp,
            salt: [1, 2, 3])
        let lines = encoder.lines.split(separator: UInt8(ascii: "\n"))
        #expect(lines.map { TreeHash.leaf($0) } == encoder.leafHashes)
        #expect(lines.allSatisfy { $0.count <= RecordEncoder.recordBytesLimit })
        return try lines.map { try AuditRecord(parsing: $0) }
    }

    @Test func `A record reads back as it was written`() throws {
        let text = "SELECT \"a\\b\"\n\t\r\u{1}\u{7f} é 😀"
        let intent = AuditEvent.Intent(
            via: "simple",
            statement: RecordedStatement(
                text: text, rawText: Array("raw".utf8), kinds: ["select"], phiRead: ["a.b", "c\"d"], phiWritten: [],
                rule: nil))
        let record = try #require(try Self.records(.intent(intent)).first)
        #expect(record.seq == 7 && record.mono == 99 && record.session == "00ff" && record.statement == 2)
        #expect(record.atMicroseconds == Self.stamp.atMicroseconds)
        #expect(record.string("text") == text)
        #expect(record.list("phi_read") == ["a.b", "c\"d"])
        #expect(record.string("raw_sha256").count == 64)
        #expect(!record.fields.values.contains(.string("raw")))
    }

    @Test(
        arguments: [
            (nil, false), (["a.b", "c.d"], false), (["a.b"], true), ([], true),
        ] as [([String]?, Bool)])
    func `An intent says which columns were masked, where that is not all that it reads`(
        masked: [String]?, isWritten: Bool
    ) throws {
        let statement = RecordedStatement(
            text: "", rawText: [], kinds: [], phiRead: ["a.b", "c.d"], phiWritten: [], masked: masked, rule: nil)
        let record = try #require(try Self.records(.intent(.init(via: "simple", statement: statement))).first)
        #expect((record.fields["masked"] != nil) == isWritten)
        #expect(!isWritten || record.list("masked") == masked)
    }

    @Test(arguments: ["x", "\u{1}", "é", "😀", "\""])
    func `No record is longer than an entry bundle can hold, and no text is lost`(unit: String) throws {
        let text = String(repeating: unit, count: 200_000)
        let records = try Self.records(
            .intent(
                .init(
                    via: unit,
                    statement: RecordedStatement(
                        text: text, rewritten: text + "2", rawText: [], kinds: [text],
                        phiRead: Array(repeating: unit, count: 50_000), phiWritten: [text], rule: text))))
        #expect(records.filter { $0.string("field") == "text" }.map { $0.string("data") }.joined() == text)
        #expect(records.filter { $0.string("field") == "rewritten" }.map { $0.string("data") }.joined() == text + "2")
        #expect(records.map(\.seq) == Array(7..<(7 + UInt64(records.count))))
        #expect(records.last?.type == "intent")
    }

    @Test(arguments: ["x", "\u{1}", "é", "\""])
    func `What waits for an approval has its text, however long it and all else of the record is`(unit: String) throws {
        for count in [1, 3_000, 20_000, 200_000] {
            let text = String(repeating: unit, count: count)
            let records = try Self.records(
                .approval(
                    .init(
                        id: text, rule: text, state: "pending", text: text, approvers: [text], expiresSeconds: 60,
                        rows: .max, parameters: Array(repeating: text, count: 100))))
            let record = try #require(records.last)
            let pieces = records.filter { $0.string("field") == "text" }.map { $0.string("data") }
            #expect((pieces.isEmpty ? record.string("text") : pieces.joined()) == text)
            #expect(record.type == "approval" && record.number("text_parts") == UInt64(pieces.count))
        }
        let decided = try #require(try Self.records(.approval(.init(id: "1", rule: "r", state: "approved"))).first)
        #expect(decided.fields["text"] == nil)
    }

    @Test(arguments: [0, 1, 30_000, 30_001, 84_000, 84_001, 1_000_000])
    func `An answer of any length is kept whole`(count: Int) throws {
        let response = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
        let records = try Self.records(.outcome(.init(status: "completed", sha256: [1], response: response)))
        #expect(records.last?.number("response_bytes") == UInt64(count))
        #expect(records.last?.number("response_parts") == UInt64(records.count - 1))
    }

    @Test(arguments: [
        (0, "1970-01-01T00:00:00.000000Z"), (-1, "1969-12-31T23:59:59.999999Z"),
        (951_827_696_000_001, "2000-02-29T12:34:56.000001Z"), (4_107_542_399_000_000, "2100-02-28T23:59:59.000000Z"),
        (4_107_542_400_000_000, "2100-03-01T00:00:00.000000Z"),
    ])
    func `Times are written and read as RFC 3339`(microseconds: Int64, text: String) {
        #expect(Timestamp.text(microseconds) == text)
        #expect(Timestamp.parse(text) == microseconds)
    }

    @Test(arguments: [
        "", "{", "{}", "[]", "{\"seq\":1}", "{\"seq\":01}", "{\"a\":\"\u{1}\"}", "{\"a\":\"\\ud800\"}", "{\"a\":\"b\"",
        "{\"a\":1,\"a\":1}", "{\"a\":99999999999999999999}", "{\"a\":[[]]}",
    ])
    func `What is no record is refused`(text: String) {
        #expect(throws: RecordFault.self) { try AuditRecord(parsing: Array(text.utf8)[...]) }
    }

    @Test func `Entries stand behind one another until they are cleared, and the last one can be withdrawn`() {
        var encoder = RecordEncoder()
        let entry = AuditEntry(session: "00ff", principal: "bot", target: "ehr", event: .heartbeat)
        encoder.encode(entry, first: Self.stamp, salt: [])
        let first = encoder.lines
        encoder.encode(entry, first: RecordStamp(seq: 8, atMicroseconds: 0, mono: 100), salt: [])
        #expect(encoder.lines.starts(with: first) && encoder.lines.split(separator: UInt8(ascii: "\n")).count == 2)
        let last = encoder.lines.dropFirst(first.count).dropLast()
        #expect(encoder.leafHashes == [.leaf(last)])
        encoder.withdraw()
        #expect(encoder.lines == first && encoder.leafHashes.isEmpty)
        encoder.clear()
        #expect(encoder.lineBytes == 0 && encoder.lines.isEmpty)
        encoder.encode(entry, first: Self.stamp, salt: [])
        #expect(encoder.lines == first)
    }

    @Test func `A statement that is recorded again reads the same, and with another salt has another digest`() throws {
        let statement = RecordedStatement(
            text: "SELECT 1", rewritten: "SELECT 2", rawText: [1], kinds: ["select"], phiRead: ["a"], phiWritten: [],
            rule: "r", observed: true)
        var lines: [[String: RecordValue]] = []
        for salt: [UInt8] in [[1], [1], [2], [1]] {
            var encoder = RecordEncoder()
            let event = AuditEvent.intent(AuditEvent.Intent(via: "execute", statement: statement))
            encoder.encode(
                AuditEntry(session: "00ff", principal: "bot", target: "ehr", event: event), first: Self.stamp,
                salt: salt)
            lines.append(try AuditRecord(parsing: encoder.lines.dropLast()[...]).fields)
        }
        #expect(lines[0] == lines[1] && lines[0] == lines[3])
        #expect(lines[0]["raw_sha256"] != lines[2]["raw_sha256"])
        lines[2]["raw_sha256"] = lines[0]["raw_sha256"]
        #expect(lines[0] == lines[2])
    }

    @Test(arguments: [-1, 0, 1, 999_999, 1_000_000, 1_795_380_241_123_456, -62_135_596_800_000_000] as [Int64])
    func `Instants of records read back, whatever was written before them`(instant: Int64) throws {
        var encoder = RecordEncoder()
        let entry = AuditEntry(session: "", principal: "", target: "", event: .heartbeat)
        for before in [instant, 0, instant &- 1, 5_000_000] {
            encoder.encode(entry, first: RecordStamp(seq: 1, atMicroseconds: before, mono: 1), salt: [])
            encoder.clear()
            encoder.encode(entry, first: RecordStamp(seq: 2, atMicroseconds: instant, mono: 2), salt: [])
            let text = String(decoding: encoder.lines, as: UTF8.self)
            #expect(text.contains("\"at\":\"\(Timestamp.text(instant))\""))
            encoder.clear()
        }
    }
}
