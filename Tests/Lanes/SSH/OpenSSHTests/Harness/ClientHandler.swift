import Foundation
import NIOCore
import NIOPosix
import SSHKeys
import SSHSession
import SSHTransport
import SSHWire

/// Our client side on a socket: one command on a real host, with the user's key in the test's hands.
final class ClientHandler: ChannelInboundHandler, @unchecked Sendable {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    struct Outcome: Sendable {
        var exchange: FirstExchange?
        var rekeyings = 0
        var output: [UInt8] = []
        var errors: [UInt8] = []
        var status: UInt32?
        var signal: String?
        var methods: [String]?
        var isHostBound = false
        var violation: SSHViolation?
    }

    private var transport: SSHTransport
    private var authentication: HostAuthentication?
    private var connection = SSHConnection(.client)
    private let user: String
    private let identity: UserIdentity
    private let algorithm: SignatureAlgorithm?
    private let trust: HostTrust
    private let requests: [ChannelRequest]
    private var input: ByteBuffer
    private var channel: ChannelID?
    private var outcome = Outcome()
    private var isAccepted = false
    private let end: EventLoopPromise<Outcome>

    init(
        _ settings: TransportSettings, _ trust: HostTrust, user: String, key: SSHPrivateKey,
        _ certificate: SSHCertificate?, _ algorithm: SignatureAlgorithm?, requests: [ChannelRequest], input: [UInt8],
        end: EventLoopPromise<Outcome>
    ) {
        transport = SSHTransport(.client(trust), settings: settings, random: SystemRandomNumberGenerator())
        self.user = user
        identity = certificate.flatMap { UserIdentity(key, $0) } ?? UserIdentity(key)
        self.algorithm = algorithm
        self.trust = trust
        self.requests = requests
        self.input = ByteBuffer(bytes: input)
        self.end = end
    }

    private static var now: UInt64 { UInt64(Date().timeIntervalSince1970) }

    func channelActive(context: ChannelHandlerContext) { flush(context) }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = unwrapInboundIn(data)
        transport.receive(&bytes)
        do {
            while let event = try transport.next(nowSeconds: Self.now) {
                try handle(event, context)
                for message in connection.takeOutbox() { try transport.send(message) }
            }
        } catch {
            outcome.violation = error as? SSHViolation
        }
        flush(context)
        if transport.isOver { context.close(promise: nil) }
    }

    func channelInactive(context: ChannelHandlerContext) { end.succeed(outcome) }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    private func flush(_ context: ChannelHandlerContext) {
        if let output = transport.takeOutput() { context.writeAndFlush(wrapOutboundOut(output), promise: nil) }
    }

    private func handle(_ event: TransportEvent, _ context: ChannelHandlerContext) throws {
        switch event {
        case .established(let exchange):
            outcome.exchange = exchange
            authentication = HostAuthentication(user: user, exchange)
            try transport.send(HostAuthentication.opening)
        case .rekeyed: outcome.rekeyings += 1
        case .disconnected: context.close(promise: nil)
        case .message(let payload):
            guard isAccepted else { return try authenticate(payload, context) }
            if let event = try connection.receive(payload) { handle(event) }
        }
    }

    private func authenticate(_ payload: ByteBuffer, _ context: ChannelHandlerContext) throws {
        switch try authentication?.receive(payload, extensions: transport.peerExtensions) {
        case nil: break
        case .challenge(.userAuthentication(let challenge)):
            var asked = challenge
            if let algorithm { asked.signatureAlgorithms = [algorithm.rawValue] }
            let signature = try UserSigner(identity, SignatureTerms(user: user, trust, signsUnbound: true)).sign(
                asked, nowSeconds: Self.now)
            outcome.isHostBound = signature.isHostBound
            if let message = authentication?.sign(signature) { try transport.send(message) }
        case .accepted:
            isAccepted = true
            channel = connection.open(.session)
            for message in connection.takeOutbox() { try transport.send(message) }
        case .refused(let methods, _):
            outcome.methods = methods
            transport.disconnect(.noMoreAuthMethodsAvailable, "no method is left")
        }
    }

    private func handle(_ event: ConnectionEvent) {
        switch event {
        case .opened(let id):
            for request in requests { connection.request(request, wantsReply: true, on: id) }
            write(id)
        case .credit(let id): write(id)
        case .data(let id, let stream, let data):
            connection.credit(data.readableBytes, id)
            if stream == .output {
                outcome.output += data.readableBytesView
            } else {
                outcome.errors += data.readableBytesView
            }
        case .request(_, .exitStatus(let status), _): outcome.status = status
        case .request(_, .exitSignal(let signal), _): outcome.signal = signal.name
        case .closed(let id):
            connection.close(id)
            if let message = connection.takeOutbox().first { try? transport.send(message) }
            transport.disconnect(.byApplication, "done")
        case .refused: transport.disconnect(.byApplication, "the channel was refused")
        case .opening, .request, .reply, .endOfFile, .prohibited: break
        }
    }

    private func write(_ id: ChannelID) {
        connection.write(&input, .output, on: id)
        if input.readableBytes == 0 { connection.endOfFile(id) }
    }
}
