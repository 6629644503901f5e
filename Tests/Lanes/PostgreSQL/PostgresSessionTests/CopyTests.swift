import AuditLog
import NIOCore
import PostgresSession
import PostgresWire
import Testing

/// COPY FROM STDIN without a race: `CopyIn`.
struct CopyTests {
    private static let inPipeline = [
        Message.parse("", "COPY notes FROM STDIN"), .bind("", ""), .execute(),
    ]

    @Test func `Nothing behind a statement that may copy in is read before the server has said whether it does`() {
        var session = Conversation()
        session.client(Self.inPipeline + [.copyData("1\ta\n"), .copyDone, .sync])
        #expect(session.sentUpstream() == "PBE")
        #expect(!session.wantsClientBytes)
        session.server(.parsed, .bound, .copyIn)
        // In a pipeline the end is asked for: the server would keep it until Sync.
        #expect(session.sentUpstream() == "dcH")
        #expect(!session.wantsClientBytes)
        session.server(.complete("COPY 1"))
        #expect(session.sentUpstream() == "S")
        session.server(.ready("I"))
        #expect(session.sentToClient() == "12GCZ")
        #expect(!session.isClosed)
    }

    @Test func `Flush and Sync are not sent to a server that takes data, and a Sync behind it is`() {
        var session = Conversation()
        session.client(Self.inPipeline + [.sync])
        session.server(.parsed, .bound, .copyIn)
        session.client(.copyData("1\ta\n"), .flush, .sync, .copyDone, .sync)
        session.server(.complete("COPY 1"))
        #expect(session.sentUpstream() == "PBEdcHS")
        session.server(.ready("I"))
        #expect(session.sentToClient() == "12GCZ")
        #expect(!session.isClosed)
    }

    @Test(arguments: [
        Message.query("SELECT 1"), .parse("", "SELECT 1"), .bind("", ""), .execute(), .describePortal(""),
        .closePortal(""), Message("F", [0]), Message("f", [65]), Message("p", [0]),
    ])
    func `Anything else while the server takes data ends the session, and is not sent`(_ message: Message) {
        var session = Conversation()
        session.client(.query("COPY notes FROM STDIN"))
        session.server(.copyIn)
        _ = session.sentUpstream()
        session.client(.copyData("x\n"), .sync, message)
        #expect(session.sentUpstream() == "d")
        #expect(session.told() == ("GE", ["08P01"]))
        #expect(session.isClosed)
    }

    @Test func `Data that comes after its COPY has failed is dropped here, and the next statement's answer is its own`()
    {
        var session = Conversation()
        session.client(.query("COPY notes FROM STDIN"))
        session.server(.copyIn)
        session.client(.copyData("bad\n"))
        session.server(.error("22P04"), .ready("I"))
        _ = session.sentUpstream()
        session.client(.copyData("more\n"), .copyDone, .copyFail, .query("SELECT 1"), .sync)
        #expect(session.sentUpstream() == "QS")
        session.server(.row, .complete("SELECT 1"), .ready("I"), .ready("I"))
        #expect(session.told() == ("GEZDCZZ", ["22P04"]))
        #expect(session.log.outcomes.map(\.status) == ["failed", "completed"])
    }

    @Test func `A COPY that fails in a pipeline is followed by everything up to Sync being passed over`() {
        var session = Conversation()
        session.client(Self.inPipeline)
        session.server(.parsed, .bound, .copyIn)
        session.client(.copyData("bad\n"))
        session.server(.error("22P04"))
        _ = session.sentUpstream()
        session.client(.copyData("x\n"), .copyDone, .parse("", "SELECT 1"), .sync, .query("SELECT 1"))
        #expect(session.sentUpstream() == "SQ")
        session.server(.ready("I"), .complete("SELECT 1"), .ready("I"))
        #expect(session.sentToClient() == "12GEZCZ")
    }

    @Test func `Several in one string take their data one after the other`() {
        var session = Conversation()
        session.client(.query("COPY notes FROM STDIN; SELECT 1; COPY notes FROM STDIN"))
        #expect(!session.wantsClientBytes)
        session.server(.copyIn)
        session.client(.copyData("1\n"), .copyDone, .copyDone, .copyData("2\n"), .copyDone, .query("SELECT 2"))
        #expect(session.sentUpstream() == "Qdc")
        session.server(.complete("COPY 1"), .complete("SELECT 1"))
        #expect(session.sentUpstream() == "")
        session.server(.copyIn)
        // The second CopyDone is the second COPY's: it ends without data.
        #expect(session.sentUpstream() == "c")
        session.server(.complete("COPY 0"), .ready("I"))
        #expect(session.sentUpstream() == "Q")
        session.server(.complete("SELECT 1"), .ready("I"))
        #expect(session.sentToClient() == "GCCGCZCZ")
        #expect(session.log.outcomes.map(\.tag) == ["COPY 1", "SELECT 1", "COPY 0", "SELECT 1"])
    }

    @Test(arguments: [[Message.complete("COPY 1")], [.ready("I")], [.row], [.copyIn, .copyIn]])
    func `A server that is done before the data's end is not believed`(_ answers: [Message]) {
        var session = Conversation()
        session.client(.query("COPY notes FROM STDIN"))
        session.server(.copyIn)
        session.client(.copyData("1\n"))
        for answer in answers { session.server(answer) }
        #expect(session.told() == ("GE", ["08P01"]))
        #expect(session.isClosed)
    }

    @Test func `CopyFail is the client's, and the server's error its answer`() {
        var session = Conversation()
        session.client(.query("COPY notes FROM STDIN"))
        session.server(.copyIn)
        session.client(.copyData("1\n"), .copyFail, .query("SELECT 1"))
        #expect(session.sentUpstream() == "Qdf")
        session.server(.error("57014"), .ready("I"))
        #expect(session.sentUpstream() == "Q")
        #expect(session.told() == ("GEZ", ["57014"]))
    }

    @Test(arguments: [
        ["1\t***\n"], ["1\t*", "**\n"], ["1\t**", "*\n"], ["*", "*", "*"], ["**", "**"], ["*\t", "x**", "*"],
    ])
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

    @Test(arguments: [["**", "x*"], ["*x", "**"], ["**\n", "**"]])
    func `Asterisks that do not stand together are no mask`(_ parts: [String]) {
        var session = Conversation()
        session.client(.query("COPY patients FROM STDIN"))
        session.server(.copyIn)
        for part in parts { session.client(.copyData(part)) }
        session.client(.copyDone)
        #expect(session.sentUpstream() == "Q" + String(repeating: "d", count: parts.count) + "c")
    }
}
