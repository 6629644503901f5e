import NIOCore

/// Gives the bytes of one side to the session.
final class RelayHandler: ChannelInboundHandler, @unchecked Sendable {
    typealias InboundIn = ByteBuffer

    enum Side { case client, host }

    private let session: RelaySession
    private let side: Side

    init(_ session: RelaySession, _ side: Side) {
        self.session = session
        self.side = side
    }

    func channelActive(context: ChannelHandlerContext) {
        switch side {
        case .client: session.accept(context.channel)
        case .host: session.connected(context.channel)
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch side {
        case .client: session.receiveFromClient(unwrapInboundIn(data))
        case .host: session.receiveFromHost(unwrapInboundIn(data))
        }
    }

    func channelInactive(context: ChannelHandlerContext) { session.close() }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { session.close() }
}
