import NIOCore
import PostgresSession
import PostgresWire

/// Runs `UpstreamStartup` on a channel, then takes itself out.
final class UpstreamStartupHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private var startup: UpstreamStartup
    private let parameters: [(name: String, value: String)]
    private var framer: BackendFramer
    private let promise: EventLoopPromise<UpstreamStartup.Greeting>
    private var isDone = false

    init(
        startup: UpstreamStartup, parameters: [(String, String)], limits: WireLimits,
        promise: EventLoopPromise<UpstreamStartup.Greeting>
    ) {
        self.startup = startup
        self.parameters = parameters.map { (name: $0.0, value: $0.1) }
        framer = BackendFramer(limits: limits)
        self.promise = promise
    }

    func handlerAdded(context: ChannelHandlerContext) {
        var packet = context.channel.allocator.buffer(capacity: 256)
        packet.writeStartup(parameters)
        context.writeAndFlush(wrapOutboundOut(packet), promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = unwrapInboundIn(data)
        framer.append(&bytes)
        do throws(WireViolation) {
            while !isDone, case .message(let type, let message)? = try framer.next(.mustSee) {
                perform(startup.receive(type, message), context)
            }
        } catch {
            perform(.fail(UpstreamStartup.Failure(reason: error.reason, sqlState: error.sqlState)), context)
        }
    }

    private func perform(_ action: UpstreamStartup.Action, _ context: ChannelHandlerContext) {
        switch action {
        case .wait: return
        case .send(let bytes): context.writeAndFlush(wrapOutboundOut(bytes), promise: nil)
        case .ready(let greeting):
            isDone = true
            // The owner puts its own handler in place when the promise is kept; nothing is read in between.
            context.pipeline.syncOperations.removeHandler(self, promise: nil)
            promise.succeed(greeting)
        case .fail(let failure):
            isDone = true
            promise.fail(failure)
            context.close(promise: nil)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        promise.fail(error)
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        promise.fail(
            UpstreamStartup.Failure(reason: "the upstream server closed the connection", sqlState: "08006"))
        context.fireChannelInactive()
    }
}
