import NIOCore
import NIOHTTP1
import NIOSSL
import NIOTLS

/// One HTTP/1.1 connection to the hub, one exchange at a time. Lives on its channel's event loop.
final class ExchangeHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias OutboundOut = HTTPClientRequestPart

    /// A body is handed over in parts, each when the one before is on its way: TLS of megabytes at once would hold up
    /// the statements on this event loop.
    private static let partBytes = 64 << 10

    private enum State {
        case handshaking(EventLoopPromise<ExchangeHandler>)
        case idle
        case running(Exchange)
        case closed
    }

    private struct Exchange {
        var promise: EventLoopPromise<HubAnswer>
        var answerBytesLimit: Int
        var isSent = false
        var head: HTTPResponseHead?
        var body = ByteBuffer()
    }

    /// Which TLS context the connection was made with.
    let generation: Int
    private let host: String
    private var state: State
    private var channel: (any Channel)?
    /// The last error, for whoever learns only that the connection is gone.
    private var failure: HubFailure?

    /// - Parameter host: of the Host header.
    init(generation: Int, host: String, handshaken: EventLoopPromise<ExchangeHandler>) {
        self.generation = generation
        self.host = host
        state = .handshaking(handshaken)
    }

    var isIdle: Bool { if case .idle = state { channel?.isActive == true } else { false } }

    func close() { channel?.close(promise: nil) }

    /// Only when idle.
    func send(_ call: HubCall) -> EventLoopFuture<HubAnswer> {
        guard let channel else { preconditionFailure("an exchange before the handshake") }
        let promise = channel.eventLoop.makePromise(of: HubAnswer.self)
        guard case .idle = state else {
            promise.fail(failure ?? .unreachable(reason: "the connection is closed"))
            return promise.futureResult
        }
        state = .running(Exchange(promise: promise, answerBytesLimit: call.answerBytesLimit))
        var headers = HTTPHeaders()
        headers.add(name: "host", value: host)
        headers.add(name: "accept", value: "application/json")
        if let body = call.body {
            headers.add(name: "content-type", value: "application/json")
            headers.add(name: "content-length", value: "\(body.readableBytes)")
        }
        let head = HTTPRequestHead(version: .http1_1, method: call.method, uri: call.path, headers: headers)
        channel.write(HTTPClientRequestPart.head(head), promise: nil)
        write(call.body ?? ByteBuffer(), to: channel)
        return promise.futureResult
    }

    private func write(_ rest: ByteBuffer, to channel: any Channel) {
        var rest = rest
        guard let part = rest.readSlice(length: min(rest.readableBytes, Self.partBytes)), part.readableBytes > 0 else {
            if case .running(var exchange) = state {
                exchange.isSent = true
                state = .running(exchange)
            }
            return channel.writeAndFlush(HTTPClientRequestPart.end(nil), promise: nil)
        }
        let written = channel.eventLoop.makePromise(of: Void.self)
        channel.writeAndFlush(HTTPClientRequestPart.body(.byteBuffer(part)), promise: written)
        // The closing of the channel tells of a write that failed.
        written.futureResult.assumeIsolated().whenSuccess { self.write(rest, to: channel) }
    }

    // MARK: channel

    func handlerAdded(context: ChannelHandlerContext) { channel = context.channel }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case TLSUserEvent.handshakeCompleted = event, case .handshaking(let promise) = state {
            state = .idle
            promise.assumeIsolated().succeed(self)
        }
        context.fireUserInboundEventTriggered(event)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard case .running(var exchange) = state else {
            // Nothing was asked.
            return context.close(promise: nil)
        }
        switch unwrapInboundIn(data) {
        case .head(let head):
            exchange.head = head
            state = .running(exchange)
        case .body(var part):
            guard exchange.body.readableBytes + part.readableBytes <= exchange.answerBytesLimit else {
                return fail(
                    context, .garbage(reason: "it is longer than \(exchange.answerBytesLimit) bytes"))
            }
            exchange.body.writeBuffer(&part)
            state = .running(exchange)
        case .end:
            guard let head = exchange.head else { return }
            let isReusable = head.isKeepAlive && exchange.isSent
            state = isReusable ? .idle : .closed
            if !isReusable { context.close(promise: nil) }
            exchange.promise.succeed(
                HubAnswer(
                    status: head.status, contentType: head.headers.first(name: "content-type"), body: exchange.body))
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        end(failure ?? .unreachable(reason: "the connection was closed before the answer was whole"))
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { fail(context, Self.failure(error)) }

    private func fail(_ context: ChannelHandlerContext, _ failure: HubFailure) {
        self.failure = failure
        end(failure)
        context.close(promise: nil)
    }

    private func end(_ failure: HubFailure) {
        let ended = state
        state = .closed
        switch ended {
        case .handshaking(let promise): promise.fail(failure)
        case .running(let exchange): exchange.promise.fail(failure)
        case .idle, .closed: break
        }
    }

    /// Words of ours alone: an error's own may quote what the peer sent.
    static func failure(_ error: any Error) -> HubFailure {
        switch error {
        case let known as HubFailure: known
        case NIOSSLError.handshakeFailed(let reason):
            .notTrusted(
                reason: "\(Self.alert(reason)): check --hub, --hub-ca and the clocks of both machines")
        case is NIOSSLExtraError:
            .notTrusted(reason: "its certificate is not one for this name or address: check --hub and --hub-ca")
        case let error as BoringSSLError:
            .unreachable(reason: "TLS failed: \(Self.alert(error))")
        case HTTPParserError.invalidEOFState:
            .unreachable(reason: "the connection was closed before the answer was whole")
        case is HTTPParserError: .garbage(reason: "it is not HTTP/1.1")
        case let error as IOError: .unreachable(reason: error.description)
        default: .unreachable(reason: "the connection failed")
        }
    }

    private static func alert(_ error: BoringSSLError) -> String {
        let text = "\(error)"
        return if text.contains("CERTIFICATE_VERIFY_FAILED") {
            "its certificate does not lead to the authorities given"
        } else if text.contains("CERTIFICATE_EXPIRED") {
            "the sidecar's certificate has expired"
        } else if text.contains("ALERT") { "it does not take the sidecar's certificate" } else {
            "the handshake failed"
        }
    }
}
