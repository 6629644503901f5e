import AuditLog
import Foundation
import Testing

@testable import AuditCommands

/// A recorded terminal, as players of asciicasts read it.
struct AsciicastTests {
    private static func intent(_ text: String, via: String = "shell") -> AuditEvent {
        .intent(
            .init(
                via: via,
                statement: .init(text: text, rawText: [], kinds: [], phiRead: [], phiWritten: [], rule: nil)))
    }

    /// - Parameter events: with when each was, in microseconds, and of which operation it is.
    private static func records(_ events: [(Int64, UInt64, AuditEvent)]) throws -> [AuditRecord] {
        var encoder = RecordEncoder()
        var records: [AuditRecord] = []
        for (at, statement, event) in events {
            encoder.clear()
            encoder.encode(
                AuditEntry(session: "5f0c", statement: statement, principal: "bot", target: "ward-7", event: event),
                first: RecordStamp(seq: 0, atMicroseconds: at, mono: 0), salt: [])
            for line in encoder.lines.split(separator: UInt8(ascii: "\n")) {
                records.append(try AuditRecord(parsing: line))
            }
        }
        return records
    }

    private static func cast(
        _ statement: UInt64, columns: Int = 80, rows: Int = 24, _ events: [(Int64, UInt64, AuditEvent)]
    ) throws -> [[Any]] {
        var cast = Asciicast(statement: statement)
        let lines = try records(events).flatMap { cast.lines(for: $0) }
        let header = try #require(lines.first)
        let object = try #require(try JSONSerialization.jsonObject(with: Data(header.utf8)) as? [String: Any])
        #expect(object["version"] as? Int == 2)
        #expect(object["width"] as? Int == columns && object["height"] as? Int == rows)
        #expect(object["timestamp"] as? Int == 1_700_000_000)
        #expect((object["title"] as? String)?.hasPrefix("ward-7 5f0c \(statement): ") == true)
        return try lines.dropFirst().map {
            try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [Any])
        }
    }

    private static let start: Int64 = 1_700_000_000_000_000

    @Test func `What was shown stands at its times, whole characters each, and nothing of other operations`() throws {
        var kept = KeptAnswer(bytesLimit: 1_000)
        func part(_ bytes: [UInt8]) throws -> AuditEvent {
            bytes.withUnsafeBytes { kept.keep(text: $0) }
            let rest = kept.takeRest()
            return .response(try #require(rest))
        }
        let euro = Array("€".utf8)
        var events: [(Int64, UInt64, AuditEvent)] = [
            (Self.start, 1, Self.intent("shell")),
            (Self.start + 1_500_000, 1, try part(Array("$ \u{1B}[1mssn [SSN]\r\n".utf8) + euro[..<1])),
            (Self.start + 1_600_000, 2, Self.intent("shell")),
            // The clock was set back.
            (Self.start + 1_000_000, 1, try part(euro[1...] + [0xFF, 0x22, 0x5C])),
        ]
        Array("bye\u{202E}".utf8).withUnsafeBytes { kept.keep(text: $0) }
        var outcome = AuditEvent.Outcome(status: "completed", responseFormat: "text")
        outcome.take(kept)
        events.append((Self.start + 61_000_001, 1, .outcome(outcome)))
        let lines = try Self.cast(1, events)
        #expect(lines.compactMap { $0[0] as? Double } == [1.5, 1.5, 61.000001])
        #expect(lines.compactMap { $0[1] as? String } == ["o", "o", "o"])
        #expect(
            lines.compactMap { $0[2] as? String } == [
                "$ \u{1B}[1mssn [SSN]\r\n", "€\u{FFFD}\"\\", "bye\u{202E}",
            ])
    }

    @Test func `A short answer is in its outcome, and what was not kept is said`() throws {
        let outcome = AuditEvent.Outcome(
            status: "completed", response: Array("x\u{1B}]0;t\u{7}".utf8) + [0xC3], responseTruncated: true,
            responseFormat: "text")
        let events: [(Int64, UInt64, AuditEvent)] = [
            (Self.start, 3, Self.intent("[terminal] vmstat 1", via: "exec")), (Self.start + 20, 3, .outcome(outcome)),
        ]
        let lines = try Self.cast(3, events)
        #expect(lines.map { $0[1] as? String } == ["o", "m"])
        #expect(lines.first?[2] as? String == "x\u{1B}]0;t\u{7}\u{FFFD}")
        var cast = Asciicast(statement: 3)
        for line in try Self.records(events).flatMap({ cast.lines(for: $0) }) {
            // Nothing of it steers the terminal that it is printed on.
            #expect(!line.unicodeScalars.contains { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) })
        }
    }

    @Test func `A terminal has the sizes that its client has said, each from its time on`() throws {
        let events: [(Int64, UInt64, AuditEvent)] = [
            (Self.start, 1, .terminal(columns: 132, rows: 50)), (Self.start, 2, .terminal(columns: 7, rows: 7)),
            (Self.start, 1, Self.intent("shell")), (Self.start + 2_000_000, 2, .terminal(columns: 8, rows: 8)),
            (Self.start + 2_500_000, 1, .terminal(columns: 100, rows: 40)),
        ]
        let lines = try Self.cast(1, columns: 132, rows: 50, events)
        #expect(lines.map { $0[1] as? String } == ["r"] && lines.map { $0[2] as? String } == ["100x40"])
        #expect(lines.map { $0[0] as? Double } == [2.5])
        let record = try #require(try Self.records([events[0]]).first)
        #expect(RecordRow.text(record).hasSuffix("terminal       132 by 50"))
        var replay = Replay()
        let shown = replay.lines(for: record)
        #expect(shown.isEmpty)
    }

    @Test func `Shells are terminals, and commands that had one`() throws {
        for (text, via, expected) in [
            ("shell", "shell", true), ("[terminal] cat", "exec", true), ("[terminal LANG='C'] cat", "exec", true),
            ("cat", "exec", false), ("read /x", "sftp", false),
        ] {
            let record = try #require(try Self.records([(0, 1, Self.intent(text, via: via))]).first)
            #expect(Asciicast.isTerminal(record) == expected, "\(text)")
        }
    }
}
