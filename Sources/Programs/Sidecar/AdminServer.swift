import NIOCore
import NIOHTTP1
import NIOPosix
import Policy
import Synchronization

/// The admin endpoint: health, readiness, metrics, status. Loopback only; it shows no statement and no secret.
final class AdminServer: Sendable {
    private let sidecar: Sidecar
    private let group: any EventLoopGroup
    private let channel = Mutex<(any Channel)?>(nil)

    init(_ sidecar: Sidecar, group: any EventLoopGroup) {
        self.sidecar = sidecar
        self.group = group
    }

    func start(_ address: Target.Address) async throws {
        let pages = AdminPages(sidecar)
        let channel = try await ServerBootstrap(group: group)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    try pipeline.addHandler(AdminByteLimitHandler())
                    try pipeline.configureHTTPServerPipeline(withErrorHandling: true)
                    try pipeline.addHandler(AdminHandler(pages: pages))
                }
            }
            .bind(host: address.host, port: Int(address.port)).get()
        self.channel.withLock { $0 = channel }
    }

    var localAddress: SocketAddress? { channel.withLock { $0?.localAddress } }

    func stop() async { try? await channel.withLock(\.self)?.close() }
}

/// One request a connection, so that a client that does not read can have no more than one answer kept for it.
private final class AdminHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let pages: AdminPages
    private var head: HTTPRequestHead?
    private var isAnswered = false
    private var deadline: Scheduled<Void>?

    /// Request and answer together; also for a client that sends a byte now and then.
    private static let connectionSecondsLimit: Int64 = 10

    init(pages: AdminPages) { self.pages = pages }

    func channelActive(context: ChannelHandlerContext) {
        let channel = context.channel
        deadline = context.eventLoop.scheduleTask(in: .seconds(Self.connectionSecondsLimit)) {
            channel.close(promise: nil)
        }
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        deadline?.cancel()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isAnswered else { return }
        switch unwrapInboundIn(data) {
        case .head(let head): self.head = head
        case .body: context.close(promise: nil)
        case .end:
            guard let head else { return context.close(promise: nil) }
            isAnswered = true
            respond(context, head, pages.page(head))
        }
    }

    private func respond(_ context: ChannelHandlerContext, _ head: HTTPRequestHead, _ page: AdminPages.Page) {
        let body = ByteBuffer(string: page.body)
        var headers = HTTPHeaders()
        headers.add(name: "Content-Type", value: page.type)
        headers.add(name: "Content-Length", value: "\(body.readableBytes)")
        headers.add(name: "Connection", value: "close")
        headers.add(name: "Cache-Control", value: "no-store")
        headers.add(name: "X-Content-Type-Options", value: "nosniff")
        context.write(
            wrapOutboundOut(.head(HTTPResponseHead(version: head.version, status: page.status, headers: headers))),
            promise: nil)
        if head.method != .HEAD { context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil) }
        let channel = context.channel
        context.writeAndFlush(wrapOutboundOut(.end(nil))).whenComplete { _ in channel.close(promise: nil) }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
