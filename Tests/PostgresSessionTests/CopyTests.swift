import AuditLog
import NIOCore
import PostgresSession
import PostgresWire
import Testing

struct CopyTests {
    @Test func `COPY data may come before the server asks for it`() {
        var session = Conversation()
        session.client(
            .parse("", "COPY notes FROM STDIN"), .bind("", ""), .execute(), .copyData("1\ta\n"), .copyDone, .sync)
        #expect(session.sentUpstream() == "PBEdcS")
        session.server(.init("1"), .init("2"), .copyIn, .complete("COPY 1"), .ready("I"))
        #expect(session.sentToClient() == "12GCZ")
        #expect(!session.machine.isClosed)
    }

    @Test func `A Sync before the data is passed over, as the server does`() {
        var session = Conversation()
        session.client(.parse("", "COPY notes FROM STDIN"), .bind("", ""), .execute(), .sync)
        session.server(.init("1"), .init("2"), .copyIn)
        session.client(.copyData("1\ta\n"), .copyDone, .sync)
        session.server(.complete("COPY 1"), .ready("I"))
        #expect(session.sentToClient() == "12GCZ")
        #expect(!session.machine.isClosed)
    }

    @Test(arguments: [["1\t***\n"], ["1\t*", "**\n"], ["1\t**", "*\n"], ["*", "*", "*"]])
    func `A mask is not copied back over real values, wherever the client cuts it`(_ parts: [String]) {
        var session = Conversation()
        session.client(.query("COPY patients FROM STDIN"))
        session.server(.copyIn)
        _ = session.sentToClient()
        for part in parts { session.client(.copyData(part)) }
        session.client(.copyDone)
        #expect(session.sentUpstream().hasSuffix("f"))
        session.server(.error("57014"), .ready("I"))
        #expect(session.told() == ("EZ", ["42501"]))
        #expect(session.log.outcomes.map(\.sqlState) == ["42501"])
    }
}
