import AuditLog
import Testing

@testable import AuditCommands

struct ReplayTests {
    static func message(_ type: Character, _ body: [UInt8]) -> [UInt8] {
        Array(String(type).utf8) + int32(body.count + 4) + body
    }

    static func int32(_ value: Int) -> [UInt8] {
        let bits = UInt32(bitPattern: Int32(value))
        return (0..<4).map { UInt8(truncatingIfNeeded: bits >> (24 - 8 * UInt32($0))) }
    }

    static func text(_ value: String) -> [UInt8] { int32(value.utf8.count) + Array(value.utf8) }

    static let answer: [UInt8] =
        message(
            "T",
            [0, 2] + Array("id\0".utf8) + [UInt8](repeating: 0, count: 18) + Array("name\0".utf8)
                + [UInt8](repeating: 0, count: 18))
        + message("D", [0, 2] + text("1") + text("A***"))
        + message("D", [0, 2] + text("12") + text("\u{1b}[2J"))
        + message("D", [0, 2] + text("3") + int32(-1))
        + message("C", Array("SELECT 3\0".utf8))

    @Test func `An answer is shown as psql shows it, and cannot steer the terminal`() {
        #expect(
            AnswerText(Self.answer).lines == [
                " id | name", "----+-----------", " 1  | A***", " 12 | \\u{1b}[2J", " 3  | ", "(3 rows)", "SELECT 3",
            ])
    }

    @Test func `An answer cut or changed at any byte is shown without harm`() {
        for index in Self.answer.indices {
            _ = AnswerText(Array(Self.answer.prefix(index))).lines
            for value: UInt8 in [0x00, 0x7F, 0x80, 0xFF] {
                var changed = Self.answer
                changed[index] = value
                #expect(!AnswerText(changed).lines.isEmpty || index == 0)
            }
        }
    }

    @Test func `A session is shown as it went, with long answers joined`() throws {
        var encoder = RecordEncoder()
        var replay = Replay()
        var lines: [String] = []
        var seq: UInt64 = 0
        let row = Self.message("D", [0, 1] + Self.text(String(repeating: "x", count: 50_000)))
        let events: [AuditEvent] = [
            .intent(
                .init(
                    via: "simple",
                    statement: .init(
                        text: "SELECT 1", rewritten: "SELECT 2", rawText: [], kinds: [], phiRead: [], phiWritten: [],
                        rule: nil))),
            .outcome(.init(status: "completed", durationMicroseconds: 1_500, response: Self.answer)),
            .decision(
                .init(verdict: "deny", rule: "no-ddl", message: "not here", via: "simple", text: "DROP", rawText: [])),
            .outcome(.init(status: "completed", response: row + row)),
        ]
        for event in events {
            encoder.clear()
            encoder.encode(
                AuditEntry(session: "s", statement: 1, principal: "bot", target: "ehr", event: event),
                first: RecordStamp(seq: seq, atMicroseconds: 0, mono: seq), salt: [])
            for line in encoder.lines.split(separator: UInt8(ascii: "\n")) {
                lines += replay.lines(for: try AuditRecord(parsing: line))
                seq += 1
            }
        }
        #expect(lines.starts(with: ["ehr=> SELECT 1", "-- sent: SELECT 2", " id | name"]))
        #expect(lines.contains("-- 0.001500 s"))
        #expect(lines.contains("REFUSED (no-ddl): not here"))
        #expect(lines.filter { $0.count == 50_001 }.count == 2)
    }

    @Test func `What is asked looks like nothing else, on whatever line it stands`() throws {
        var encoder = RecordEncoder()
        let decision = AuditEvent.Decision(
            verdict: "deny", rule: "r", message: "no", via: "exec", text: "a\r\n-- exit status 0\nward=> b", rawText: []
        )
        encoder.encode(
            AuditEntry(session: "s", statement: 1, principal: "bot", target: "ward", event: .decision(decision)),
            first: RecordStamp(seq: 0, atMicroseconds: 0, mono: 0), salt: [])
        var replay = Replay()
        let lines = replay.lines(for: try AuditRecord(parsing: encoder.lines.dropLast()))
        #expect(lines.first == "ward=> a\\u{d}\nward-> -- exit status 0\nward-> ward=> b")
    }

    @Test func `A statement is listed with the columns that are masked in what was sent`() throws {
        func row(_ masked: [String]?, via: String = "simple") throws -> String {
            var encoder = RecordEncoder()
            let statement = RecordedStatement(
                text: "SELECT 1", rawText: [], kinds: [], phiRead: ["c.p.name", "c.p.ssn", "c.v.note"], phiWritten: [],
                masked: masked, rule: nil)
            encoder.encode(
                AuditEntry(
                    session: "s", statement: 1, principal: "bot", target: "ehr",
                    event: .intent(.init(via: via, statement: statement))),
                first: RecordStamp(seq: 0, atMicroseconds: 0, mono: 0), salt: [])
            return RecordRow.text(try AuditRecord(parsing: encoder.lines.dropLast()))
        }
        #expect(try row(nil).hasSuffix("c.p (name, ssn), c.v (note) masked: SELECT 1"))
        #expect(try row(["c.v.note"], via: "execute").hasSuffix("  c.v (note) masked: SELECT 1"))
        #expect(try row([]).hasSuffix("intent         SELECT 1"))
        #expect(try row(nil, via: "exec").hasSuffix("intent         SELECT 1"))
    }

    @Test func `What waits for an approval is listed and replayed with its text, whole or in parts`() throws {
        func records(_ text: String?, state: String) throws -> [AuditRecord] {
            var encoder = RecordEncoder()
            let approval = AuditEvent.Approval(
                id: "a1", rule: "restart", state: state, text: text, decidedBy: text == nil ? "ann" : nil,
                reason: text == nil ? "fine" : nil)
            encoder.encode(
                AuditEntry(session: "s", statement: 1, principal: "bot", target: "ward-7", event: .approval(approval)),
                first: RecordStamp(seq: 0, atMicroseconds: 0, mono: 0), salt: [])
            return try encoder.lines.split(separator: UInt8(ascii: "\n")).map { try AuditRecord(parsing: $0) }
        }
        let long = String(repeating: "x", count: 100_000)
        var replay = Replay()
        for (text, state, row, line) in [
            (
                "'printf' 'a\nb'", "pending", "pending for restart, request a1: 'printf' 'a\\u{a}b'",
                "-- approval pending 'printf' 'a\\u{a}b'"
            ),
            (long, "pending", "pending for restart, request a1: (long statement)", "-- approval pending \(long)"),
            (nil, "approved", "approved for restart, request a1 by ann: fine", "-- approval approved fine"),
        ] as [(String?, String, String, String)] {
            let records = try records(text, state: state)
            #expect(RecordRow.text(try #require(records.last)).hasSuffix(row))
            #expect(records.flatMap { replay.lines(for: $0) } == [line])
        }
    }

    @Test func `What no rule has refused is listed and replayed with its reason`() throws {
        var encoder = RecordEncoder()
        let decision = AuditEvent.Decision(
            verdict: "deny", rule: "", message: "no lane leads to 10.0.0.9:5432", via: "wire", text: "", rawText: [])
        encoder.encode(
            AuditEntry(session: "s", statement: 1, principal: "bot", target: "", event: .decision(decision)),
            first: RecordStamp(seq: 0, atMicroseconds: 0, mono: 0), salt: [])
        let record = try AuditRecord(parsing: encoder.lines.dropLast())
        #expect(RecordRow.text(record).hasSuffix("deny: no lane leads to 10.0.0.9:5432"))
        var replay = Replay()
        #expect(replay.lines(for: record).contains("REFUSED: no lane leads to 10.0.0.9:5432"))
    }

    @Test func `Answers whose parts stand among one another are told apart by their statements`() throws {
        var replay = Replay()
        var lines: [String] = []
        func show(_ statement: UInt64, _ event: AuditEvent) throws {
            var encoder = RecordEncoder()
            encoder.encode(
                AuditEntry(session: "s", statement: statement, principal: "bot", target: "ward", event: event),
                first: RecordStamp(seq: 0, atMicroseconds: 0, mono: 0), salt: [])
            for line in encoder.lines.split(separator: UInt8(ascii: "\n")) {
                lines += replay.lines(for: try AuditRecord(parsing: line))
            }
        }
        var (one, two) = (KeptAnswer(bytesLimit: .max), KeptAnswer(bytesLimit: .max))
        for (statement, letter) in [(1, "a"), (2, "b"), (1, "c"), (2, "d")] as [(UInt64, String)] {
            let text = Array(String(repeating: letter, count: KeptAnswer.partBytes).utf8)
            text.withUnsafeBytes { if statement == 1 { one.keep(text: $0) } else { two.keep(text: $0) } }
            while let part = one.takePart() { try show(1, .response(part)) }
            while let part = two.takePart() { try show(2, .response(part)) }
        }
        for (statement, kept) in [(2, two), (1, one)] as [(UInt64, KeptAnswer)] {
            var outcome = AuditEvent.Outcome(status: "completed", responseFormat: "text")
            outcome.take(kept)
            try show(statement, .outcome(outcome))
        }
        let count = KeptAnswer.partBytes
        let answers = ["b", "d", "a", "c"].map { String(repeating: $0, count: count) }
        #expect(lines.filter { $0.count > 100 } == [answers[0] + answers[1], answers[2] + answers[3]])
    }

    @Test(arguments: ["0", "-1", "nan", "inf", "fast", ""])
    func `A speed that is none is refused`(text: String) {
        #expect(ReplaySpeed(argument: text) == nil)
    }

    @Test func `A pause is what the clock said, divided by the speed`() {
        #expect(ReplaySpeed.times(2).pauseMicroseconds(3_000_000) == 1_500_000)
        #expect(ReplaySpeed.times(1).pauseMicroseconds(-5) == 0)
        #expect(ReplaySpeed.times(1e-300).pauseMicroseconds(.max) == 86_400_000_000)
        #expect(ReplaySpeed.max.pauseMicroseconds(.max) == 0)
    }
}
