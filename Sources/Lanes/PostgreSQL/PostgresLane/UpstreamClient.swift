package import Lane
package import NIOCore
import NIOPosix
import PostgresSession
import PostgresWire

/// The lane's own connection to its server, for the catalog: simple queries, text results.
package final class UpstreamClient: Sendable {
    private let channel: any Channel
    private let handler: NIOLoopBound<Handler>

    private let timeoutSeconds: Int64

    private init(channel: any Channel, handler: NIOLoopBound<Handler>, timeoutSeconds: Int64) {
        self.channel = channel
        self.handler = handler
        self.timeoutSeconds = timeoutSeconds
    }

    /// - Throws: `UpstreamStartup.Failure`.
    package static func connect(
        _ configuration: LaneConfiguration, on eventLoop: any EventLoop, limits: PostgresLimits = PostgresLimits()
    ) async throws -> UpstreamClient {
        try await connect(
            UpstreamConnector(configuration, limits: limits), principal: configuration.policy.principal, limits: limits,
            on: eventLoop)
    }

    /// - Throws: `UpstreamStartup.Failure`.
    static func connect(
        _ connector: UpstreamConnector, principal: String, limits: PostgresLimits, on eventLoop: any EventLoop
    ) async throws -> UpstreamClient {
        try await connector.connect(
            on: eventLoop, session: "", principal: principal, parameters: [("application_name", "chaperone-catalog")],
            computesWithKey: false
        ).flatMapThrowing { connected in
            let handler = Handler(
                limits: limits.wire, rowsLimit: limits.catalogRowsLimit, early: connected.early)
            try connected.channel.pipeline.syncOperations.addHandler(handler)
            return UpstreamClient(
                channel: connected.channel, handler: NIOLoopBound(handler, eventLoop: connected.channel.eventLoop),
                timeoutSeconds: limits.catalogTimeoutSeconds)
        }.get()
    }

    /// Whom to call for each notification; on the connection's event loop.
    func whenNotified(_ heard: @escaping @Sendable () -> Void) {
        channel.eventLoop.execute { self.handler.value.heard = heard }
    }

    /// The rows of one statement, as text.
    /// - Parameter timeoutSeconds: nil: that of the lane's queries about its catalog.
    /// - Throws: `QueryFailure`.
    package func query(_ text: String, timeoutSeconds: Int64? = nil) async throws -> [[String?]] {
        let promise = channel.eventLoop.makePromise(of: [[String?]].self)
        channel.eventLoop.execute { self.handler.value.start(text, promise) }
        // A server that stalls: closing fails the promise.
        let channel = channel
        let timeout = channel.eventLoop.scheduleTask(in: .seconds(timeoutSeconds ?? self.timeoutSeconds)) {
            channel.close(promise: nil)
        }
        defer { timeout.cancel() }
        return try await promise.futureResult.get()
    }

    package func close() async {
        try? await channel.close()
    }

    package struct QueryFailure: Error, Sendable {
        /// SQLSTATE and condition name; no word of the server's.
        package var reason: String
    }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        private var framer: BackendFramer
        private let rowsLimit: Int
        private var rows: TextRows
        private var promise: EventLoopPromise<[[String?]]>?
        private var context: ChannelHandlerContext?
        private var isGone = false
        var heard: (@Sendable () -> Void)?

        init(limits: WireLimits, rowsLimit: Int, early: ByteBuffer) {
            framer = BackendFramer(limits: limits)
            self.rowsLimit = rowsLimit
            rows = TextRows(rowsLimit: rowsLimit)
            var early = early
            framer.append(&early)
        }

        func handlerAdded(context: ChannelHandlerContext) { self.context = context }
        func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

        func start(_ text: String, _ promise: EventLoopPromise<[[String?]]>) {
            guard let context, !isGone, self.promise == nil else {
                return promise.fail(QueryFailure(reason: "the connection is closed"))
            }
            self.promise = promise
            rows = TextRows(rowsLimit: rowsLimit)
            var message = context.channel.allocator.buffer(capacity: text.utf8.count + 6)
            message.writeQuery(Array(text.utf8))
            context.writeAndFlush(wrapOutboundOut(message), promise: nil)
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            var bytes = unwrapInboundIn(data)
            framer.append(&bytes)
            do throws(WireViolation) {
                while case .message(let type, let message)? = try framer.next(.mustSee) { receive(type, message) }
            } catch {
                end(.failure(QueryFailure(reason: error.reason)))
                context.close(promise: nil)
            }
        }

        private func receive(_ type: UInt8, _ message: ByteBuffer) {
            if type == UInt8(ascii: "A") { heard?() }
            switch rows.receive(type, message) {
            case .rows(let rows)?: end(.success(rows))
            case .failed(let reason)?: end(.failure(QueryFailure(reason: reason)))
            case nil: return
            }
        }

        private func end(_ result: Result<[[String?]], any Error>) {
            rows = TextRows(rowsLimit: rowsLimit)
            promise?.completeWith(result)
            promise = nil
        }

        func channelInactive(context: ChannelHandlerContext) {
            isGone = true
            heard = nil
            end(.failure(QueryFailure(reason: "the server closed the connection")))
            context.fireChannelInactive()
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
    }
}
