import Lane
import Logging
import NIOCore
import NIOEmbedded
import PostgresLane
import Spool

/// A statement's whole way, with both channels in memory; and a relay that looks at nothing, for orientation.
enum LaneWorks {
    static let all = [prepared, relayed]

    /// The log's files are in the page cache; its checkpoints, which are made beside it once a second, count.
    private static let prepared = Work(name: "a lane's prepared statement, with its log", unit: "statement") {
        let pair = Pair()
        let lane = BenchLane()
        let trail = try AuditTrail.open(
            stateDirectory: try TemporaryFolder.make(), version: "bench", bundleNumber: 1)
        try JoinedSession.begin(
            LaneConfiguration(policy: lane.policy(), credentials: NoCredentials()), judge: lane.judge(), trail: trail,
            logger: Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() }, client: pair.client,
            upstream: pair.upstream)
        _ = try pair.carry(Messages.preparation(BenchLane.simple + "$1"), from: pair.client, to: pair.upstream)
        _ = try pair.carry(Messages.prepared, from: pair.upstream, to: pair.client)
        // The statement is called P0_0~1 there.
        return pair.turn(forwardedBytes: Messages.execution.readableBytes + 2)
    }

    private static let relayed = Work(name: "the same through a bare relay", unit: "statement") {
        let pair = Pair()
        try pair.client.pipeline.syncOperations.addHandler(Relay(to: pair.upstream))
        try pair.upstream.pipeline.syncOperations.addHandler(Relay(to: pair.client))
        return pair.turn(forwardedBytes: Messages.execution.readableBytes)
    }

    private final class Pair {
        let client: EmbeddedChannel
        let upstream: EmbeddedChannel

        init() {
            let loop = EmbeddedEventLoop()
            (client, upstream) = (EmbeddedChannel(loop: loop), EmbeddedChannel(loop: loop))
        }

        /// As an event loop does it: what was read, that it was all, and the next read.
        func carry(_ bytes: ByteBuffer, from: EmbeddedChannel, to: EmbeddedChannel) throws -> Int {
            let pipeline = from.pipeline.syncOperations
            pipeline.fireChannelRead(NIOAny(bytes))
            pipeline.fireChannelReadComplete()
            from.read()
            var count = 0
            while let sent = try to.readOutbound(as: ByteBuffer.self) { count += sent.readableBytes }
            return count
        }

        func turn(forwardedBytes: Int) -> (Int) throws -> Void {
            let (execution, answer) = (Messages.execution, Messages.answer)
            return { _ in
                guard try self.carry(execution, from: self.client, to: self.upstream) == forwardedBytes else {
                    throw BenchFailure(reason: "the statement was not forwarded")
                }
                guard try self.carry(answer, from: self.upstream, to: self.client) == answer.readableBytes else {
                    throw BenchFailure(reason: "the answer was not forwarded")
                }
            }
        }
    }

    private final class Relay: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer

        private let other: EmbeddedChannel

        init(to other: EmbeddedChannel) { self.other = other }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            other.write(unwrapInboundIn(data), promise: nil)
        }

        func channelReadComplete(context: ChannelHandlerContext) { other.flush() }
    }

    /// Nobody connects.
    private struct NoCredentials: CredentialSource {
        func open(session: String, principal: String) async throws -> any CredentialExchange {
            throw BenchFailure(reason: "a connection was opened")
        }
    }
}
