import AuditLog
import Judge
import Lane
import Logging
import NIOCore
import NIOSSL
import NIOTLS
import Policy
import PostgresSession
import PostgresWire
import SQLRewrite

/// A client's connection up to its session: TLS request, startup packet, token, the way upstream.
final class FrontHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let lane: PostgresService
    private let tls: NIOSSLContext?
    /// The session's, once there is one.
    private var ticket: AdmissionTicket?
    private var buffer = ByteBuffer()
    private var isEncrypted = false
    /// TLS began with the first byte.
    private var isDirect = false
    private var isStarted = false
    /// The startup packet, while the token is waited for.
    private var waitingForToken: StartupOptions?
    private var principal: String?
    /// What is spoken with the client.
    private var minor = ProtocolMinor.zero
    private var requests = 0
    private var timeout: Scheduled<Void>?

    /// SSLRequest and GSSENCRequest, each at most once before the startup packet.
    private static let requestsLimit = 2
    /// What a TLS handshake begins with, and no startup packet: that begins with its length.
    private static let handshakeByte: UInt8 = 0x16

    init(lane: PostgresService, tls: NIOSSLContext?, ticket: consuming AdmissionTicket) {
        self.lane = lane
        self.tls = tls
        self.ticket = consume ticket
    }

    func channelActive(context: ChannelHandlerContext) {
        let channel = context.channel
        timeout = context.eventLoop.scheduleTask(in: .seconds(lane.configuration.limits.startupTimeoutSeconds)) {
            channel.close(promise: nil)
        }
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = unwrapInboundIn(data)
        let bytesLimit =
            waitingForToken == nil
            ? lane.limits.wire.startupBytesLimit : lane.configuration.limits.tokenBytesLimit
        guard buffer.readableBytes + bytes.readableBytes <= bytesLimit + 64 else {
            return refuse(context, "08P01", "\(waitingForToken == nil ? "startup packet" : "password") is too long")
        }
        buffer.writeBuffer(&bytes)
        if let options = waitingForToken { return readToken(context, options) }
        // What a client sends behind its startup packet waits for the session.
        guard !isStarted else { return }
        advance(context)
    }

    private func advance(_ context: ChannelHandlerContext) {
        if requests == 0, !isEncrypted, buffer.readableBytesView.first == Self.handshakeByte {
            return startDirectTLS(context)
        }
        do throws(WireViolation) {
            while !isStarted, let packet = try StartupPacket.read(&buffer, limits: lane.limits.wire) {
                switch packet {
                case .sslRequest:
                    try countRequest()
                    answerTLS(context)
                case .gssEncryptionRequest:
                    try countRequest()
                    write(context, ByteBuffer(integer: UInt8(ascii: "N")))
                case .cancel(let processID, let key):
                    isStarted = true
                    cancel(context, processID, key)
                case .startup(let minor, let parameters):
                    isStarted = true
                    start(context, minor, StartupOptions(parameters))
                }
            }
        } catch {
            refuse(context, error.sqlState, error.reason)
        }
    }

    /// `sslnegotiation=direct`: what was read is the beginning of the handshake.
    private func startDirectTLS(_ context: ChannelHandlerContext) {
        guard let tls else {
            isStarted = true
            lane.services.refused("the client began with TLS, which this lane does not have", nil)
            return context.close(promise: nil)
        }
        isEncrypted = true
        isDirect = true
        let handshake = buffer
        buffer = ByteBuffer()
        do {
            try context.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls), position: .before(self))
            context.pipeline.syncOperations.fireChannelRead(NIOAny(handshake))
        } catch {
            context.close(promise: nil)
        }
    }

    /// Who begins with TLS has to say that it is PostgreSQL's protocol that is spoken.
    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .handshakeCompleted(let name)? = event as? TLSUserEvent, isDirect, name != PostgresALPN.name {
            isStarted = true
            return context.close(promise: nil)
        }
        context.fireUserInboundEventTriggered(event)
    }

    private func countRequest() throws(WireViolation) {
        requests += 1
        if requests > Self.requestsLimit { throw WireViolation("too many encryption requests") }
    }

    private func answerTLS(_ context: ChannelHandlerContext) {
        guard let tls, !isEncrypted else { return write(context, ByteBuffer(integer: UInt8(ascii: "N"))) }
        // Bytes behind the request were sent in clear and must not count as encrypted (CVE-2021-23214).
        guard buffer.readableBytes == 0 else { return refuse(context, "08P01", "data after the TLS request") }
        isEncrypted = true
        write(context, ByteBuffer(integer: UInt8(ascii: "S")))
        do {
            try context.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls), position: .before(self))
        } catch {
            context.close(promise: nil)
        }
    }

    private func write(_ context: ChannelHandlerContext, _ bytes: ByteBuffer) {
        context.writeAndFlush(wrapOutboundOut(bytes), promise: nil)
    }

    private func cancel(_ context: ChannelHandlerContext, _ processID: Int32, _ key: CancelKey) {
        let channel = context.channel
        timeout?.cancel()
        guard let target = lane.cancels.find(processID: processID, key: key) else {
            return channel.close(promise: nil)
        }
        lane.cancel(target, on: context.eventLoop).whenComplete { _ in channel.close(promise: nil) }
    }

    // MARK: the session

    private func start(_ context: ChannelHandlerContext, _ asked: Int, _ options: StartupOptions) {
        minor = ProtocolMinor(asked: asked)
        if asked > ProtocolMinor.newest.rawValue || !options.unknownProtocolOptions.isEmpty {
            var answer = ByteBuffer()
            answer.writeNegotiateProtocolVersion(minor, unknownOptions: options.unknownProtocolOptions)
            write(context, answer)
        }
        if let failure = lane.refusal(options) { return refuse(context, failure) }
        guard lane.policy.target.identity == .token else { return admit(context, options, token: nil) }
        waitingForToken = options
        var question = ByteBuffer()
        question.writeAuthenticationCleartextPassword()
        write(context, question)
        readToken(context, options)
    }

    private func readToken(_ context: ChannelHandlerContext, _ options: StartupOptions) {
        do throws(WireViolation) {
            let limit = lane.configuration.limits.tokenBytesLimit
            guard let token = try PasswordMessage.read(&buffer, bytesLimit: limit) else { return }
            waitingForToken = nil
            admit(context, options, token: token)
        } catch {
            refuse(context, error.sqlState, error.reason)
        }
    }

    private func admit(_ context: ChannelHandlerContext, _ options: StartupOptions, token: String?) {
        let lane = lane
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        context.eventLoop.makeFutureWithTask { await lane.admit(token: token) }.whenSuccess { admission in
            let (handler, context) = bound.value
            handler.timeout?.cancel()
            guard context.channel.isActive else { return }
            switch admission {
            case .admitted(let identity, let slot): handler.connect(context, options, identity, slot)
            case .refused(let failure, let principal):
                handler.principal = principal
                handler.refuse(context, failure)
            }
        }
    }

    private func connect(
        _ context: ChannelHandlerContext, _ options: StartupOptions, _ identity: SessionIdentity, _ slot: EvaluatorSlot
    ) {
        principal = identity.principal
        let judge = slot.judge
        for setting in options.settings {
            if let refusal = judge.refusalOfStartupParameter(name: setting.name, value: setting.value) {
                return refuse(context, refusal.sqlState, "startup: " + refusal.message)
            }
        }
        let pinned: [(name: String, value: String)]
        switch (judge.terms.pins ?? []).values(
            principal: identity.principal, role: slot.role.name, claims: identity.claims)
        {
        case .success(let values): pinned = values
        case .failure(let missing):
            return refuse(
                context, "28000",
                "the token of this session has no claim \"\(missing.claim)\", which the policy sets \(missing.setting) to"
            )
        }
        let rows: [(name: String, value: String)]
        switch judge.rowSettings(principal: identity.principal, claims: identity.claims) {
        case .success(let values): rows = values
        case .failure(let unfit): return refuse(context, "28000", Self.words(unfit, judge, role: slot.role.name))
        }
        let id = Randomness.sessionID()
        let loop = context.eventLoop
        let bound = NIOLoopBound((self, context), eventLoop: loop)
        // The last of several counts.
        let parameters =
            judge.startupSettings + options.settings.map { (name: $0.name, value: $0.value) }
            + pinned + rows
        lane.connector.connect(
            on: loop, session: id, principal: identity.principal, parameters: parameters,
            computesWithKey: judge.computesWithKey
        )
        .whenComplete { result in
            let (handler, context) = bound.value
            switch result {
            case .failure(let error):
                handler.refuse(
                    context,
                    UpstreamStartup.Failure.of(error)
                        ?? UpstreamStartup.Failure(
                            reason: "the upstream server cannot be reached", sqlState: "08006"))
            case .success(let connected):
                guard context.channel.isActive else { return connected.channel.close(promise: nil) }
                handler.begin(context, id, options, identity, slot, connected)
            }
        }
    }

    /// What is missing, and what it is for.
    private static func words(_ unfit: RowSettings.Unfit, _ judge: Judge, role: String) -> String {
        let tables = judge.tables(chosenBy: unfit.claim).map(\.description).joined(separator: ", ")
        let what = unfit.type.map { "is not of type \($0), as the column is that it is compared with" } ?? "is missing"
        return "\(unfit.claim) of this session \(what); it chooses the rows of \(tables) that role \"\(role)\" sees"
    }

    private func begin(
        _ context: ChannelHandlerContext, _ id: String, _ options: StartupOptions, _ identity: SessionIdentity,
        _ slot: EvaluatorSlot, _ connected: UpstreamConnector.Connected
    ) {
        let policy = lane.policy
        let start = AuditEvent.sessionStart(
            client: context.remoteAddress?.description ?? "", role: slot.role.name, claimedUser: options.user,
            database: slot.judge.terms.database,
            application: slot.judge.redacted(Array(options.applicationName.utf8)), tls: isEncrypted,
            sidecarPrincipal: identity.groups == nil ? nil : policy.principal)
        if let failure = lane.record(session: id, statement: 0, principal: identity.principal, start) {
            connected.channel.close(promise: nil)
            return refuse(context, "53100", "the audit log cannot record this session: \(failure.reason)")
        }
        let target = CancelRegistry.Target(
            key: .random(for: minor), upstreamProcessID: connected.greeting.processID,
            upstreamKey: connected.greeting.key)
        let cancelID = lane.cancels.add(target)
        let driver = SessionDriver(
            id: id, lane: lane, identity: identity, slot: slot, client: context.channel,
            upstream: connected.channel, greeting: connected.greeting, cancelID: cancelID,
            options: options, ticket: ticket.take())
        var answer = ByteBuffer()
        answer.writeAuthenticationOk()
        for parameter in connected.greeting.parameters where ReportedParameters.passes(parameter.name) {
            answer.writeParameterStatus(parameter.name, parameter.value)
        }
        answer.writeBackendKeyData(processID: cancelID, key: target.key)
        answer.writeReadyForQuery(UInt8(ascii: "I"))
        // The lane knows of the session before its client does.
        context.write(wrapOutboundOut(answer), promise: nil)
        do {
            let client = ClientSessionHandler(driver: driver, upstream: connected.channel)
            try context.pipeline.syncOperations.addHandler(client, position: .after(self))
            try connected.channel.pipeline.syncOperations.addHandler(
                UpstreamSessionHandler(driver: driver, client: context.channel))
        } catch {
            return context.close(promise: nil)
        }
        lane.sessionStarted(driver, cancelID, identity, loop: context.eventLoop)
        context.flush()
        let early = buffer
        context.pipeline.syncOperations.removeHandler(self, promise: nil)
        for (var early, receive) in [
            (connected.early, driver.receiveFromUpstream), (early, driver.receiveFromClient),
        ] where early.readableBytes > 0 {
            receive(&early)
        }
        connected.channel.read()
        context.channel.read()
    }

    // MARK: refusing

    private func refuse(_ context: ChannelHandlerContext, _ failure: UpstreamStartup.Failure) {
        refuse(context, failure.sqlState, failure.reason)
    }

    private func refuse(_ context: ChannelHandlerContext, _ sqlState: String, _ reason: String) {
        isStarted = true
        waitingForToken = nil
        timeout?.cancel()
        lane.services.refused(reason, principal)
        var answer = ByteBuffer()
        answer.writeFatal(UpstreamStartup.Failure(reason: reason, sqlState: sqlState))
        let channel = context.channel
        context.writeAndFlush(wrapOutboundOut(answer)).whenComplete { _ in channel.close(promise: nil) }
    }

    func channelInactive(context: ChannelHandlerContext) {
        timeout?.cancel()
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        lane.services.refused(
            "the connection to the client failed before its session: \(ConnectionFault.words(for: error))", principal)
        context.close(promise: nil)
    }
}
