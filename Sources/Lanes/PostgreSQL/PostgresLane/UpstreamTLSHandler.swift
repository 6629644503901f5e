import NIOCore
import NIOSSL
import NIOTLS
import PostgresSession
import PostgresWire

/// Asks the server for TLS and starts it, or starts it at once. Anything but `S`, or a server that does not say that it
/// speaks PostgreSQL's protocol where it was not asked, is the end: TLS is never given up.
final class UpstreamTLSHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let context: NIOSSLContext
    private let serverName: String?
    private let isDirect: Bool
    private let promise: EventLoopPromise<Void>
    private var isStarted = false

    init(context: NIOSSLContext, serverName: String?, isDirect: Bool, promise: EventLoopPromise<Void>) {
        self.isDirect = isDirect
        self.context = context
        self.serverName = serverName
        self.promise = promise
    }

    func channelActive(context: ChannelHandlerContext) {
        guard !isDirect else {
            start(context)
            return context.fireChannelActive()
        }
        var request = context.channel.allocator.buffer(capacity: 8)
        request.writeSSLRequest()
        context.writeAndFlush(wrapOutboundOut(request), promise: nil)
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isStarted else { return context.fireChannelRead(data) }
        var answer = unwrapInboundIn(data)
        // More than the one byte would be clear text that somebody in between has put in (CVE-2021-23222).
        guard answer.readableBytes == 1, answer.readInteger(as: UInt8.self) == UInt8(ascii: "S") else {
            return fail(
                context,
                UpstreamStartup.Failure(
                    reason: "the upstream server offers no TLS, which the policy demands", sqlState: "08006"))
        }
        start(context)
    }

    private func start(_ context: ChannelHandlerContext) {
        isStarted = true
        do {
            let handler = try NIOSSLClientHandler(context: self.context, serverHostname: serverName)
            try context.pipeline.syncOperations.addHandler(handler, position: .before(self))
        } catch {
            fail(context, error)
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .handshakeCompleted(let name)? = event as? TLSUserEvent {
            guard !isDirect || name == PostgresALPN.name else {
                return fail(
                    context,
                    UpstreamStartup.Failure(
                        reason: "the upstream server speaks TLS, and does not say that it is PostgreSQL's (tls_direct)",
                        sqlState: "08006"))
            }
            promise.succeed()
        }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { fail(context, error) }

    func channelInactive(context: ChannelHandlerContext) {
        promise.fail(
            UpstreamStartup.Failure(reason: "the upstream server closed the connection", sqlState: "08006"))
        context.fireChannelInactive()
    }

    private func fail(_ context: ChannelHandlerContext, _ error: any Error) {
        promise.fail(error)
        context.fireErrorCaught(error)
        context.close(promise: nil)
    }
}
