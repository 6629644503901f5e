import HubAPI
import Lane
import NIOCore
import NIOEmbedded
import PostgresSession
import PostgresWire
import TestSupport
import Testing

@testable import PostgresLane

/// The two connections of a session, at their beginning and their end.
@Suite("A connection of a lane", .serialized) struct ConnectionTests {
    private struct Trust: CredentialExchange {
        let user = "agent"
        func prove(_ challenge: ScramChallenge) async throws -> ScramProof { throw TestFailure("not asked") }
        func answer(_ challenge: MD5Challenge) async throws -> PasswordAnswer { throw TestFailure("not asked") }
        func cleartext() async throws -> PasswordAnswer { throw TestFailure("not asked") }
        func end(isRefused: Bool) {}
    }

    private static func message(_ type: Character, _ body: [UInt8]) -> ByteBuffer {
        var buffer = ByteBuffer()
        buffer.writeMessage(type.asciiValue ?? 0) { $0.writeBytes(body) }
        return buffer
    }

    @Test func `keeps what the server says behind its first ReadyForQuery, wherever the network cuts it`() throws {
        let notice = Self.message("N", Array("SNOTICE\0VNOTICE\0C00000\0Mhello\0\0".utf8))
        var all = Self.message("R", [0, 0, 0, 0])
        for (name, value) in [("client_encoding", "UTF8"), ("standard_conforming_strings", "on")] {
            all.writeImmutableBuffer(Self.message("S", Array("\(name)\0\(value)\0".utf8)))
        }
        all.writeImmutableBuffer(Self.message("K", [0, 0, 0, 1, 0, 0, 0, 2]))
        all.writeImmutableBuffer(Self.message("Z", [UInt8(ascii: "I")]))
        let ready = all.readableBytes
        all.writeImmutableBuffer(notice)
        for cut in 1...all.readableBytes {
            let channel = EmbeddedChannel()
            let promise = channel.eventLoop.makePromise(of: UpstreamStartupHandler.Started.self)
            try channel.pipeline.syncOperations.addHandler(
                UpstreamStartupHandler(
                    startup: UpstreamStartup(encryption: .none, allowsCleartext: false, nonce: "n"), minor: .zero,
                    exchange: Trust(), parameters: [], wire: WireLimits(), timeoutSeconds: 15, promise: promise))
            // What comes when the handler has gone is the next one's.
            for start in stride(from: 0, to: all.readableBytes, by: cut) where start < ready {
                let part = all.getSlice(at: start, length: min(cut, all.readableBytes - start)) ?? ByteBuffer()
                try channel.writeInbound(part)
            }
            let started = try promise.futureResult.wait()
            let end = min((ready + cut - 1) / cut * cut, all.readableBytes)
            #expect(started.early == all.getSlice(at: ready, length: end - ready))
            #expect(started.greeting.processID == 1)
            _ = try channel.finish(acceptAlreadyClosed: true)
        }
    }

    @Test func `that breaks is recorded as what it is`() async throws {
        let lane = try await LaneUnderTest(await LaneUnderTest.policy())
        let connection = try await lane.connect()
        #expect(try await connection.cell("SELECT 1") == "1")
        connection.abort()
        let closed = try await lane.connect()
        closed.send(FrontendMessage.terminate)
        try await Waiting.until("both ends") { lane.lane.sessionCount == 0 }
        // It was open until then: a socket that is closed with something unread takes what it has sent with it.
        withExtendedLifetime(closed) {}
        let reasons = try await lane.end().filter { $0.contains("session_end") }
        #expect(reasons.contains { $0.contains("the connection to the client failed: errno 104") })
        #expect(reasons.contains { $0.contains("client ended the session") })
    }

    @Test func `idle in a transaction does not outlive a drain, and is told`() async throws {
        var limits = LaneLimits()
        limits.drainSecondsLimit = 1
        let lane = try await LaneUnderTest(await LaneUnderTest.policy(), limits: limits)
        let (idle, busy) = (try await lane.connect(), try await lane.connect())
        #expect(try await busy.answer(to: "BEGIN").error == nil)
        await lane.lane.drain(graceSeconds: 0)
        #expect(lane.lane.sessionCount == 0)
        for (client, reason) in [(idle, "the sidecar is shutting down"), (busy, "had not come to rest within 1 s")] {
            let error = try await client.answer().error
            #expect(error?["C"] == "57P01")
            #expect(error?["M"]?.contains(reason) == true)
        }
        try await lane.end()
    }
}
