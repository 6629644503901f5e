import AuditLog
import Judge
import NIOCore
import Policy
import PostgresSession
import PostgresWire
import SQLRewrite
import TestSupport
import Testing

/// What a client may rely on in a pipeline, told by a scripted server.
struct PipelineTests {
    @Test func `A refusal in an idle session is answered here, and nothing is forwarded`() {
        var session = Conversation()
        session.client(.query("this is no SQL"))
        #expect(session.sentUpstream() == "")
        #expect(session.told() == ("EZ", ["42601"]))
        #expect(session.log.intents.isEmpty)
    }

    @Test func `The intent is in the log before the statement is forwarded`() {
        var session = Conversation()
        session.client(.query("SELECT id FROM notes"))
        #expect(session.log.intents.map(\.via) == ["simple"])
        #expect(session.sentUpstream() == "Q")
    }

    @Test func `A statement may have as many parameters as the protocol can count`() {
        var session = Conversation()
        let count: [UInt8] = [0xff, 0xff]
        let number = 0xffff
        session.client(
            Message("P", [0] + Array("SELECT 1".utf8) + [0] + count + [UInt8](repeating: 0, count: 4 * number)),
            Message(
                "B",
                [0, 0] + count + [UInt8](repeating: 0, count: 2 * number) + count
                    + [UInt8](repeating: 0xff, count: 4 * number) + [0, 0]),
            .execute(), .sync)
        #expect(session.sentUpstream() == "PBES")
        #expect(!session.isClosed)
    }

    @Test(arguments: [([UInt32](), true), ([0, 25, 16_383], true), ([20_001], true), ([25, 20_002], false)])
    func `A parameter's type that is told by its number is one that the catalog trusts`(
        types: [UInt32], isPermitted: Bool
    ) {
        var catalog = Conversation.judge().catalog
        catalog.typeOIDs = [20_001: QualifiedName("public", "code")]
        catalog.types = [QualifiedName("public", "code"): []]
        var session = Conversation(judge: Conversation.judge(catalog: catalog))
        let numbers = types.flatMap { number in [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) } }
        session.client(
            Message("P", [0] + Array("SELECT $1".utf8) + [0, 0, UInt8(types.count)] + numbers), .sync)
        guard !isPermitted else { return #expect(session.sentUpstream() == "PS") }
        // It may have been made since the catalog was read.
        #expect(session.machine.takeEffects() == [.refreshCatalog])
        session.machine.resume()
        #expect(session.forwarded() == ["P  chaperone: refused", "S"])
        session.server(.error("42601"), .ready("I"))
        #expect(session.told() == ("EZ", ["42704"]))
        #expect(session.log.decisions.map(\.rule) == ["chaperone/type"])
    }

    @Test func `What looks like personal data is not in the record of a refusal, wherever it stands`() {
        var session = Conversation()
        session.client(.query("EXECUTE \"p 536-22-0101\""), .query("UPDATE notes SET body = \"536-22-0101\""))
        for decision in session.log.decisions {
            #expect(!"\(decision)".contains("536-22-0101"), "\(decision)")
        }
        #expect(!session.log.decisions.isEmpty)
    }

    @Test func `A refused Parse stands in its place, and the server itself skips to Sync`() {
        var session = Conversation()
        session.client(
            .parse("", "SELECT 1"), .bind("", ""), .execute(), .parse("", "no SQL"), .bind("", ""), .execute(), .sync)
        #expect(session.sentUpstream() == "PBEPS")
        session.server(.init("1"), .init("2"), .row, .complete("SELECT 1"), .error("42601"), .ready("I"))
        #expect(session.told() == ("12DCEZ", ["42601"]))
        #expect(!session.isClosed)
    }

    @Test func `A refusal in a transaction fails it at the server`() {
        var session = Conversation()
        session.client(.query("BEGIN"))
        session.server(.complete("BEGIN"), .ready("T"))
        _ = session.sentUpstream()
        _ = session.sentToClient()
        session.client(.query("DO $$BEGIN END$$"))
        #expect(session.sentUpstream() == "Q")
        #expect(session.sentToClient() == "")
        session.server(.error("42601"), .ready("E"))
        #expect(session.told() == ("EZ", ["42501"]))
    }

    @Test func `Messages that arrive after the server's error are passed over up to Sync`() {
        var session = Conversation()
        session.client(.parse("", "SELECT missing FROM notes"))
        session.server(.error("42703"))
        #expect(session.told() == ("E", ["42703"]))
        _ = session.sentUpstream()
        session.client(.bind("", ""), .execute(), .sync)
        #expect(session.sentUpstream() == "S")
        session.server(.ready("I"))
        #expect(session.sentToClient() == "Z")
        #expect(!session.isClosed)
    }

    @Test func `A Close and a Parse that the server skipped do not change what a name stands for`() {
        var session = Conversation()
        session.client(.parse("a", "SELECT ssn FROM patients"), .sync)
        session.server(.init("1"), .ready("I"))
        session.client(.parse("", "SELECT 1/0"), .closeStatement("a"), .parse("a", "SELECT 1"), .sync)
        session.server(.error("22012"), .ready("I"))
        session.client(.bind("", "a"), .execute(), .sync)
        #expect(session.log.intents.last?.statement.text == "SELECT ssn FROM patients")
        #expect(session.log.intents.last?.statement.phiRead.isEmpty == false)
    }

    @Test func `A statement that the server never prepared cannot be bound`() {
        var session = Conversation()
        session.client(.parse("a", "SELECT missing FROM notes"), .sync)
        session.server(.error("42703"), .ready("I"))
        _ = session.told()
        session.client(.bind("", "a"), .sync)
        session.server(.error("42601"), .ready("I"))
        #expect(session.told() == ("EZ", ["26000"]))
    }

    @Test func `A text behind a schema change waits for a catalog that was read after it`() {
        var session = Conversation()
        session.client(.query("ALTER TABLE notes ADD COLUMN more text"), .query("SELECT id FROM notes"))
        #expect(session.sentUpstream() == "Q")
        #expect(!session.machine.takeEffects().contains(.awaitCatalog))
        session.server(.complete("ALTER TABLE"), .ready("I"))
        #expect(session.machine.takeEffects().contains(.awaitCatalog))
        #expect(session.sentUpstream() == "")
        session.machine.resume()
        #expect(session.sentUpstream() == "Q")
        #expect(session.wantsClientBytes)
    }

    @Test func `The answers are the same however the network cuts a conversation`() {
        let client = Message.bytes([
            .parse("s", "SELECT id FROM notes"), .bind("", "s"), .execute(), .parse("", "no SQL"), .sync,
            .query("SELECT 1"),
        ])
        let server = Message.bytes([
            .init("1"), .init("2"), .row, .complete("SELECT 1"), .error("42601"), .ready("I"), .row,
            .complete("SELECT 1"), .ready("I"),
        ])
        for size in 1...max(client.readableBytes, server.readableBytes) {
            var session = Conversation()
            for var part in client.cut(size) { session.machine.receiveFromClient(&part) }
            #expect(session.sentUpstream() == "PBEPSQ")
            for var part in server.cut(size) { session.machine.receiveFromUpstream(&part) }
            #expect(session.told() == ("12DCEZDCZ", ["42601"]))
            #expect(session.log.outcomes.map(\.status) == ["completed", "completed"])
        }
    }

    @Test func `Random bytes of either side end a session at most`() {
        var random = SeededGenerator(seed: 20)
        let types = Array("QPBDECHSdcfFXpTtnDC12sNEZSAKRGHWcI".utf8)
        for _ in 0..<1_500 {
            var session = Conversation()
            session.client(.query("SELECT 1"), .parse("a", "SELECT id FROM notes"), .bind("p", "a"), .execute("p"))
            for _ in 0..<12 {
                var bytes = ByteBuffer()
                bytes.writeMessage(types.randomElement(using: &random) ?? 0) { buffer in
                    for _ in 0..<Int.random(in: 0...24, using: &random) {
                        buffer.writeInteger(
                            UInt8.random(in: 0...255, using: &random) & (Bool.random(using: &random) ? 3 : 255))
                    }
                }
                if Bool.random(using: &random) {
                    session.machine.receiveFromClient(&bytes)
                } else {
                    session.machine.receiveFromUpstream(&bytes)
                }
            }
            session.machine.abandon()
            #expect(session.isClosed)
        }
    }
}

extension ByteBuffer {
    fileprivate func cut(_ size: Int) -> [ByteBuffer] {
        stride(from: 0, to: readableBytes, by: size).compactMap {
            getSlice(at: readerIndex + $0, length: Swift.min(size, readableBytes - $0))
        }
    }

    @Test("what a Describe is answered is of the statement that had the name when it was sent")
    func describedAndReplaced() throws {
        var session = Conversation()
        session.bench.judge = Conversation.judge(detect: ["us_ssn"])
        session.client(
            .parse("", "SELECT 1"), .describeStatement(""), .parse("", "SELECT body FROM notes"), .bind("", ""),
            .execute(), .sync)
        session.server(
            Message("1"), Message("t", [0, 0]), .rowDescription(typeOID: 23), Message("1"), Message("2"),
            .row("536-22-0001"), .complete("SELECT 1"), .ready("I"))
        let answer = session.machine.takeToClient()
        let told = try #require(answer)
        #expect(Message.types(told) == "1tT12DCZ")
        #expect(!String(decoding: told.readableBytesView, as: UTF8.self).contains("536-22-0001"))
    }

    @Test("columns that are described while the statement runs count for it")
    func describedAhead() throws {
        var session = Conversation()
        session.bench.judge = Conversation.judge(detect: ["us_ssn"])
        session.client(
            .parse("", "SELECT id FROM notes"), .describeStatement(""), .bind("", ""), .execute(), .sync)
        session.server(
            Message("1"), Message("t", [0, 0]), .rowDescription(typeOID: 23), Message("2"), .row("536220001"),
            .complete("SELECT 1"), .ready("I"))
        let answer = session.machine.takeToClient()
        let told = try #require(answer)
        #expect(String(decoding: told.readableBytesView, as: UTF8.self).contains("536220001"))
    }
}
