import Glibc
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// The connections to the hub: a bound number, kept open between calls. Lives on one event loop.
final class HubConnections {
    static let connectionsLimit = 16
    static let waitingLimit = 1_024

    private let address: HubAddress
    private let eventLoop: any EventLoop
    private var context: NIOSSLContext
    /// Counts the contexts.
    private var generation = 0
    private var idle: [ExchangeHandler] = []
    private var openCount = 0
    private var waiting: [PendingCall] = []
    private var isShutDown = false

    init(_ address: HubAddress, on eventLoop: any EventLoop, context: NIOSSLContext) {
        self.address = address
        self.eventLoop = eventLoop
        self.context = context
    }

    /// New calls are made with this. What runs is ended in peace on the connection that it is on.
    func use(_ context: NIOSSLContext) {
        self.context = context
        generation += 1
        for connection in idle { connection.close() }
        idle = []
    }

    func shutDown() {
        isShutDown = true
        for connection in idle { connection.close() }
        idle = []
        for call in waiting { call.fail(.unreachable(reason: "the sidecar is ending")) }
        waiting = []
    }

    func send(_ call: HubCall, givenUp: EventLoopFuture<Void>) -> EventLoopFuture<HubAnswer> {
        let pending = PendingCall(call, to: address, on: eventLoop)
        givenUp.assumeIsolated().whenSuccess { pending.fail(.unreachable(reason: "the call was given up")) }
        if isShutDown {
            pending.fail(.unreachable(reason: "the sidecar is ending"))
        } else if waiting.count >= Self.waitingLimit {
            pending.fail(.unreachable(reason: "\(Self.waitingLimit) calls wait for the hub already"))
        } else {
            waiting.append(pending)
            serve()
        }
        return pending.answer
    }

    private func serve() {
        waiting.removeAll { $0.isOver }
        idle.removeAll { !$0.isIdle }
        while let call = waiting.first {
            if call.call.isRepeatable, let connection = idle.popLast() {
                waiting.removeFirst()
                run(call, on: connection)
            } else if openCount < Self.connectionsLimit {
                waiting.removeFirst()
                connect(for: call)
            } else if !idle.isEmpty {
                // A call that needs a connection of its own takes the place of one that nobody uses.
                idle.removeFirst().close()
                return
            } else {
                return
            }
        }
    }

    private func run(_ call: PendingCall, on connection: ExchangeHandler) {
        call.connection = connection
        connection.send(call.call).assumeIsolated().whenComplete { result in
            call.end(result)
            guard connection.isIdle else { return }
            if connection.generation == self.generation, !self.isShutDown {
                self.idle.append(connection)
                self.serve()
            } else {
                connection.close()
            }
        }
    }

    /// Empty: nothing is known.
    private static func obstacle(_ error: any Error) -> String {
        guard let error = error as? NIOConnectionError else { return "" }
        guard error.connectionErrors.isEmpty else {
            let causes = error.connectionErrors.compactMap { ($0.error as? IOError)?.errnoCode }
            return Set(causes).sorted().map { ": " + String(cString: strerror($0)) }.joined()
        }
        guard error.dnsAError != nil, error.dnsAAAAError != nil else { return " in time" }
        return ": the name \(error.host) is not known here (DNS, /etc/hosts)"
    }

    private func connect(for call: PendingCall) {
        openCount += 1
        let context = context
        let name = address.tlsName
        let handshaken = eventLoop.makePromise(of: ExchangeHandler.self)
        let connecting = NIOLoopBound(
            ExchangeHandler(generation: generation, host: "\(address.host):\(address.port)", handshaken: handshaken),
            eventLoop: eventLoop)
        ClientBootstrap(group: eventLoop)
            .connectTimeout(.seconds(Int64(HubCall.timeoutSeconds)))
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    try pipeline.addHandler(try NIOSSLClientHandler(context: context, serverHostname: name))
                    try pipeline.addHTTPClientHandlers()
                    try pipeline.addHandler(connecting.value)
                }
            }
            .connect(host: address.connectHost, port: Int(address.port))
            .assumeIsolated()
            .whenComplete { result in
                switch result {
                case .success(let channel):
                    channel.closeFuture.assumeIsolated().whenComplete { _ in
                        self.openCount -= 1
                        self.serve()
                    }
                case .failure(let error):
                    self.openCount -= 1
                    handshaken.fail(
                        error is NIOConnectionError || error is ChannelError
                            ? HubFailure.unreachable(
                                reason: "\(self.address.text) does not answer\(Self.obstacle(error))")
                            : ExchangeHandler.failure(error))
                    self.serve()
                }
            }
        call.connection = connecting.value
        handshaken.futureResult.assumeIsolated().whenComplete { result in
            switch result {
            case .success(let connection):
                // Given up meanwhile: perhaps before there was anything to close.
                call.isOver ? connection.close() : self.run(call, on: connection)
            case .failure(let error): call.end(.failure(error))
            }
        }
    }
}
