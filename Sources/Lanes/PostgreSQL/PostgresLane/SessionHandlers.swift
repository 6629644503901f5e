import NIOCore

/// The client's end of a session: callbacks to the driver, reads only while the upstream takes bytes.
final class ClientSessionHandler: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let driver: SessionDriver
    private let upstream: any Channel

    init(driver: SessionDriver, upstream: any Channel) {
        self.driver = driver
        self.upstream = upstream
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = unwrapInboundIn(data)
        driver.receiveFromClient(&bytes)
    }

    func read(context: ChannelHandlerContext) { if driver.mayReadClient() { context.read() } }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable { upstream.read() }
        context.fireChannelWritabilityChanged()
    }

    func channelInactive(context: ChannelHandlerContext) {
        driver.clientGone()
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        driver.clientFailed(error)
        context.close(promise: nil)
    }
}

/// The upstream's end of a session.
final class UpstreamSessionHandler: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let driver: SessionDriver
    private let client: any Channel

    init(driver: SessionDriver, client: any Channel) {
        self.driver = driver
        self.client = client
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = unwrapInboundIn(data)
        driver.receiveFromUpstream(&bytes)
    }

    func read(context: ChannelHandlerContext) { if driver.mayReadUpstream() { context.read() } }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable { client.read() }
        context.fireChannelWritabilityChanged()
    }

    func channelInactive(context: ChannelHandlerContext) {
        driver.upstreamGone()
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        driver.upstreamFailed(error)
        context.close(promise: nil)
    }
}
