import Lane
import NIOCore

/// One connection's place in its pipeline: callbacks to the peer, reads only while it wants bytes.
final class SSHPeerHandler: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// Another takes over when a connection is logged in.
    var peer: any SSHPeer

    init(_ peer: any SSHPeer) { self.peer = peer }

    func handlerAdded(context: ChannelHandlerContext) { if context.channel.isActive { peer.connected() } }

    func channelActive(context: ChannelHandlerContext) {
        peer.connected()
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) { peer.receive(unwrapInboundIn(data)) }

    func read(context: ChannelHandlerContext) { if peer.wantsBytes { context.read() } }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable { peer.becameWritable() }
        context.fireChannelWritabilityChanged()
    }

    func channelInactive(context: ChannelHandlerContext) {
        peer.gone("it was closed")
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        peer.gone("it failed: \(ConnectionFault.words(for: error))")
        context.close(promise: nil)
    }
}
