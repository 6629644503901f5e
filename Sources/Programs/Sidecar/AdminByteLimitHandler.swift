import NIOCore

/// Bounds what one connection of the admin endpoint may send; its requests have no body and few headers.
final class AdminByteLimitHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    static let requestBytesLimit = 65_536

    private var received = 0

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        received += unwrapInboundIn(data).readableBytes
        if received > Self.requestBytesLimit { return context.close(promise: nil) }
        context.fireChannelRead(data)
    }
}
