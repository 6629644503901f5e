import AuditLog
import NIOCore
import Policy
import PostgresSession
import PostgresWire
import Testing

/// Long answers go into the log as they come.
@Suite("A long answer") struct KeptAnswerTests {
    private static func session(_ record: Target.RecordLimit, detect: [String] = []) -> Conversation {
        Conversation(judge: Conversation.judge(record: record, detect: detect))
    }

    private static let row = Message.row(String(repeating: "x", count: 30_000))

    private static func parts(_ session: Conversation) -> [AuditEvent.ResponsePart] {
        session.log.events.compactMap { if case .response(let part) = $0.event { part } else { nil } }
    }

    @Test(arguments: [[], ["us_ssn"]])
    func `is recorded in parts before it ends, and whole`(detect: [String]) throws {
        var session = Self.session(.all, detect: detect)
        session.client(.query("SELECT id FROM notes"))
        for _ in 0..<10 { session.server(Self.row) }
        #expect(Self.parts(session).count == 7)
        session.server(.complete("SELECT 10"), .ready("I"))
        let outcome = try #require(session.log.outcomes.last)
        let kept = Self.parts(session).flatMap(\.bytes) + outcome.response
        let sent = Message.bytes(Array(repeating: Self.row, count: 10) + [.complete("SELECT 10")])
        #expect(kept == Array(sent.readableBytesView))
        #expect(outcome.partsBefore == 7 && !outcome.responseTruncated)
        #expect(outcome.bytes == UInt64(kept.count))
    }

    @Test func `is kept as far as the policy says, a row that comes in pieces, too`() throws {
        let bytes = Message.bytes([Self.row])
        for limit in [bytes.readableBytes, bytes.readableBytes - 1] {
            var session = Self.session(.bytes(limit))
            session.client(.query("SELECT id FROM notes"))
            var rest = bytes
            while var piece = rest.readSlice(length: min(700, rest.readableBytes)), piece.readableBytes > 0 {
                session.machine.receiveFromUpstream(&piece)
            }
            session.server(.complete("SELECT 1"), .ready("I"))
            let outcome = try #require(session.log.outcomes.last)
            #expect(outcome.response.count == (limit == bytes.readableBytes ? limit : 0))
            #expect(outcome.responseTruncated)
        }
    }

    @Test func `reaches the client although the log has no room for it, and the log says that it has not all`() throws {
        var session = Self.session(.all)
        session.client(.query("SELECT id FROM notes"))
        session.server(Self.row, Self.row)
        session.log.isFull = true
        session.server(Self.row, Self.row)
        session.log.isFull = false
        session.server(Self.row, .complete("SELECT 5"), .ready("I"))
        #expect(session.sentToClient() == "DDDDDCZ")
        let outcome = try #require(session.log.outcomes.last)
        #expect(Self.parts(session).count == 1)
        #expect(outcome.partsBefore == 1 && outcome.response.isEmpty && outcome.responseTruncated)
    }

    @Test func `of a gigabyte is not too much for a policy that says so`() {
        #expect(Target.RecordLimit.bytes(1 << 30).bytesLimit == 1 << 30)
        #expect(Target.RecordLimit.all.bytesLimit == .max)
    }
}
