import HubAPI
import Lane
import NIOCore
import PostgresSession
import PostgresWire

/// Runs `UpstreamStartup` on a channel, with proofs from a `CredentialExchange`, then takes itself out.
final class UpstreamStartupHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private var startup: UpstreamStartup
    private let minor: ProtocolMinor
    private let exchange: any CredentialExchange
    private let parameters: [(name: String, value: String)]
    private var framer: BackendFramer
    private let promise: EventLoopPromise<Started>
    /// What the server said of itself, and what it said behind its first ReadyForQuery.
    struct Started: Sendable {
        var greeting: UpstreamStartup.Greeting
        var early: ByteBuffer
    }

    private let timeoutSeconds: Int64
    private var timeout: Scheduled<Void>?
    private var isDone = false

    init(
        startup: UpstreamStartup, minor: ProtocolMinor, exchange: any CredentialExchange,
        parameters: [(String, String)], wire: WireLimits, timeoutSeconds: Int64, promise: EventLoopPromise<Started>
    ) {
        self.startup = startup
        self.minor = minor
        self.exchange = exchange
        self.parameters = parameters.map { (name: $0.0, value: $0.1) }
        framer = BackendFramer(limits: wire)
        self.timeoutSeconds = timeoutSeconds
        self.promise = promise
    }

    func handlerAdded(context: ChannelHandlerContext) {
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        timeout = context.eventLoop.scheduleTask(in: .seconds(timeoutSeconds)) {
            let (handler, context) = bound.value
            handler.timedOut(context)
        }
        var packet = context.channel.allocator.buffer(capacity: 256)
        packet.writeStartup(minor, parameters)
        context.writeAndFlush(wrapOutboundOut(packet), promise: nil)
    }

    func handlerRemoved(context: ChannelHandlerContext) { timeout?.cancel() }

    private func timedOut(_ context: ChannelHandlerContext) {
        let failure =
            startup.waitsForCredential
            ? UpstreamStartup.Failure(
                reason: "the proof of the credential did not come in time", sqlState: "57P03")
            : UpstreamStartup.Failure(reason: "the upstream server did not answer in time", sqlState: "08006")
        perform(.fail(failure), context)
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
        guard !isDone else { return }
        let exchange = exchange
        switch action {
        case .wait: return
        case .send(let bytes): context.writeAndFlush(wrapOutboundOut(bytes), promise: nil)
        case .prove(let challenge):
            ask(context, { try await exchange.prove(challenge) }, resume: { $0.resume($1) })
        case .answer(let challenge):
            ask(context, { try await exchange.answer(challenge) }, resume: { $0.resume($1) })
        case .cleartext: ask(context, { try await exchange.cleartext() }, resume: { $0.resume($1) })
        case .ready(let greeting):
            isDone = true
            // The owner puts its own handler in place when the promise is kept; nothing is read in between.
            context.pipeline.syncOperations.removeHandler(self, promise: nil)
            promise.succeed(Started(greeting: greeting, early: framer.takeRest()))
        case .fail(let failure):
            isDone = true
            promise.fail(failure)
            context.close(promise: nil)
        }
    }

    private func ask<Proof: Sendable>(
        _ context: ChannelHandlerContext, _ question: @escaping @Sendable () async throws -> Proof,
        resume: @escaping @Sendable (inout UpstreamStartup, Proof) -> UpstreamStartup.Action
    ) {
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        context.eventLoop.makeFutureWithTask(question).whenComplete { result in
            let (handler, context) = bound.value
            switch result {
            case .success(let proof): handler.perform(resume(&handler.startup, proof), context)
            case .failure(let error):
                let failure = UpstreamStartup.Failure.of(error)
                handler.perform(
                    .fail(
                        failure
                            ?? UpstreamStartup.Failure(
                                reason: "the proof of the credential cannot be had", sqlState: "57P03")), context)
            }
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        isDone = true
        promise.fail(error)
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        isDone = true
        promise.fail(
            UpstreamStartup.Failure(reason: "the upstream server closed the connection", sqlState: "08006"))
        context.fireChannelInactive()
    }
}
