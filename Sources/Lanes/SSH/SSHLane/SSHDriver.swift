import AuditLog
package import Lane
import NIOCore
import Policy
import SFTP
import SSHJudge
import SSHKeys
import SSHSession
import SSHTransport
import SSHWire

/// Runs one client's connection, and the host's that it is let through to, both on one event loop. Until the host has let
/// the account in, the client is not told that it may go on; a connection that cannot be served ends with a reason.
package final class SSHDriver: LaneSession {
    enum Stage {
        /// Keys, and who the client is.
        case greeting
        /// Whom it speaks for, and the way to the host.
        case connecting
        case running(SessionIdentity)
        case ended
    }

    let id = Randomness.sessionID()
    let service: SSHService
    let client: any Channel
    var host: (any Channel)?
    var stage = Stage.greeting
    var front: SSHTransport
    var back: SSHTransport?
    var authentication: ClientAuthentication
    var relay: SSHRelay
    /// What tells the client that it is let in.
    var welcome: [SSHMessage] = []
    var claimedUser = ""
    var ticket: AdmissionTicket?
    /// Of the registry, while it is in it.
    var key: SessionRegistry<SSHDriver>.Key?
    let approvals: ApprovalCalls?
    var operationCount: UInt64 = 0
    var running: [ChannelID: ChannelOperation] = [:]
    var runningFiles: [FileKey: (number: UInt64, startedAt: NIODeadline)] = [:]
    /// The rules that somebody has approved a file's opening by, for as long as it may be open.
    var approvedFiles: [FileKey: [ApprovalDemand]] = [:]
    /// Operations whose intents the hub is still to cosign (`audit: strict`).
    var uncosigned: Set<UInt64> = []
    /// By request.
    var held: [String: HeldQuestion] = [:]
    var isDraining = false
    var pauses = TerminalPauses()
    private var isPauseScheduled = false
    var timeout: Scheduled<Void>?
    var expiry: Scheduled<Void>?
    private var isPerforming = false
    /// What the lane's memory was told that this connection may come to hold.
    private var reserved: (byteCount: Int, changes: UInt64) = (0, 0)

    struct FileKey: Hashable {
        let channel: ChannelID
        let number: UInt64
    }

    init(_ service: SSHService, _ client: any Channel, _ ticket: consuming AdmissionTicket) {
        self.service = service
        self.client = client
        self.ticket = consume ticket
        let target = service.policy.target
        front = SSHTransport(.server(hostKeys: [service.hostKey]), random: SystemRandomNumberGenerator())
        authentication = ClientAuthentication(target.identity == .token ? .token : .nothing)
        var settings = RelaySettings()
        settings.environment = Set(target.ssh?.environment ?? [])
        settings.reducesTerminal = target.ssh?.protectsOutput ?? false
        settings.records = true
        relay = SSHRelay(settings)
        approvals = service.services.approvals()
    }

    var services: LaneServices<SSHDriver> { service.services }
    static var nowSeconds: UInt64 { UInt64(clamping: WallClock.nowSeconds) }

    var isEnded: Bool {
        if case .ended = stage { return true }
        return false
    }

    var isRunning: Bool {
        if case .running = stage { return true }
        return false
    }

    // MARK: bytes

    var wantsClientBytes: Bool {
        switch stage {
        // What answers a client that does not read would pile up.
        case .greeting: client.isWritable
        case .connecting, .ended: false
        case .running: client.isWritable && host?.isWritable ?? false
        }
    }

    /// A host that does not read is read from until so much waits for it that is answers to it.
    var wantsHostBytes: Bool { isRunning && client.isWritable && host?.isWritable ?? false }

    func receiveFromClient(_ bytes: ByteBuffer) {
        guard !isEnded else { return }
        services.metrics.add(bytes.readableBytes, to: .bytesFromClients)
        var bytes = bytes
        front.receive(&bytes)
        pumpClient()
    }

    func receiveFromHost(_ bytes: ByteBuffer) {
        guard !isEnded else { return }
        var bytes = bytes
        back?.receive(&bytes)
        pumpHost()
    }

    func pumpClient() {
        do throws(SSHViolation) {
            while mayTakeClientMessages, let event = try front.next(nowSeconds: Self.nowSeconds) {
                switch event {
                case .established, .rekeyed: break
                case .disconnected: return finish("the client ended the connection")
                case .message(let payload):
                    if isRunning {
                        relay.setLaneRoom(service.memory.roomBytes)
                        try relay.receiveFromClient(payload)
                    } else {
                        try authenticate(payload)
                    }
                }
                if isRunning { try perform() }
            }
        } catch {
            // The client was told by the transport, or is here.
            front.disconnect(error.reason, error.words)
            flush()
            if isRunning { return finish("the client broke the protocol: \(error.words)") }
            services.refused("the client broke the protocol: \(error.words)", nil)
            finish(error.words)
        }
        flush()
    }

    private var mayTakeClientMessages: Bool {
        switch stage {
        case .greeting, .running: true
        case .connecting, .ended: false
        }
    }

    func pumpHost() {
        do throws(SSHViolation) {
            while isRunning, let event = try back?.next(nowSeconds: Self.nowSeconds) {
                switch event {
                case .established, .rekeyed: break
                case .disconnected:
                    hostGone("the host ended it")
                    return
                case .message(let payload):
                    relay.setLaneRoom(service.memory.roomBytes)
                    try relay.receiveFromHost(payload)
                }
                try perform()
            }
        } catch {
            hostGone("the host broke the protocol: \(error.words)")
        }
        schedulePause()
        flush()
    }

    func hostGone(_ reason: String) {
        guard !isEnded else { return }
        let failure = LaneFailure(.unreachable, "the connection to the host ended: \(reason)")
        end(failure)
    }

    /// What the relay wants done, until it wants nothing more.
    func perform() throws(SSHViolation) {
        // What is done below may come here again.
        guard !isPerforming else { return }
        isPerforming = true
        defer { isPerforming = false }
        var isDone = false
        while !isDone, isRunning {
            isDone = true
            tellWhoTakesData()
            relay.resume()
            while let event = relay.nextEvent() {
                isDone = false
                handle(event)
            }
            for message in relay.takeForClient() { try front.send(message) }
            for message in relay.takeForHost() { try back?.send(message) }
            reserve()
            guard relay.isStopped else { continue }
            // More than a turn may hold: it goes on when the connections have taken that.
            flush()
            tellWhoTakesData()
            if relay.isStopped || relay.hasMessages { isDone = false }
        }
        if isDraining, isRunning, relay.channelCount == 0 { end(.shuttingDown) }
    }

    private func tellWhoTakesData() {
        relay.takesData(
            client: !front.holdsMessages && client.isWritable,
            host: !(back?.holdsMessages ?? false) && host?.isWritable ?? false)
    }

    /// The lane's memory is told what the channels may come to hold.
    private func reserve() {
        let changes = relay.reservationChanges
        guard isRunning, changes != reserved.changes else { return }
        let byteCount = relay.reservedByteCount
        service.memory.change(by: byteCount - reserved.byteCount)
        reserved = (byteCount, changes)
    }

    /// Nothing is held any more.
    func releaseMemory() {
        service.memory.change(by: -reserved.byteCount)
        reserved.byteCount = 0
    }

    /// A connection has taken what waited for it.
    func becameWritable() {
        if isRunning { performAndFlush() }
        // What the client asks is answered to it and to the host, what the host says to the client alone.
        client.read()
        host?.read()
    }

    /// The same from elsewhere than from bytes.
    func performAndFlush() {
        do throws(SSHViolation) { try perform() } catch { finish(error.words) }
        flush()
    }

    func flush() {
        if let output = front.takeOutput() {
            services.metrics.add(output.readableBytes, to: .bytesToClients)
            client.writeAndFlush(output, promise: nil)
        }
        if let host, let output = back?.takeOutput() { host.writeAndFlush(output, promise: nil) }
    }

    // MARK: terminals

    private func schedulePause() {
        guard !isPauseScheduled, let deadline = pauses.deadline else { return }
        isPauseScheduled = true
        let bound = NIOLoopBound(self, eventLoop: client.eventLoop)
        client.eventLoop.scheduleTask(deadline: deadline) { bound.value.pause() }
    }

    private func pause() {
        isPauseScheduled = false
        guard isRunning else { return }
        for channel in pauses.takeDue(at: .now()) { relay.pause(channel) }
        performAndFlush()
        schedulePause()
    }

    // MARK: LaneSession

    package func policyChanged() {
        guard case .running(let identity) = stage else { return }
        let policy = service.policy
        guard policy.role(of: identity.groups ?? policy.groups) != nil else {
            return end(LaneFailure(.forbidden, policy.noRole(identity.principal)))
        }
        if policy.target.audit == .strict, services.configuration.cosigned == nil { return end(services.unwitnessed) }
        if judgesPaths { relay.askRealPaths() }
        judgeOpenFiles()
        watchTerm()
    }

    package func drain() {
        guard !isEnded else { return }
        isDraining = true
        let words = "the sidecar is shutting down"
        for (request, question) in held { withdraw(request, question, words) }
        performAndFlush()
        if !isRunning { end(.shuttingDown) }
    }

    /// What runs ends.
    /// - Parameter stopsPrograms: on the host, too: nobody may have it run any more.
    func endChannels(_ words: String, stopsPrograms: Bool) {
        for channel in Array(running.keys) {
            if stopsPrograms { running[channel]?.wasStopped = true }
            relay.end(channel, words, stopsProgram: stopsPrograms)
        }
    }

    package func end(_ failure: LaneFailure) {
        guard !isEnded else { return }
        endChannels(failure.reason, stopsPrograms: failure.endsRights)
        for (request, question) in held { withdraw(request, question, failure.reason) }
        performAndFlush()
        front.disconnect(failure.disconnectReason, "chaperone: \(failure.reason)")
        flush()
        finish(failure.reason)
    }
}

extension LaneFailure {
    /// The client is nobody any more, or the policy gives it nothing.
    var endsRights: Bool {
        switch kind {
        case .unauthenticated, .forbidden, .policyChanged: true
        case .notReady, .unreachable, .shuttingDown, .unrecorded, .tooMany, .protocolViolation: false
        }
    }

    var disconnectReason: DisconnectReason {
        switch kind {
        case .unauthenticated: .noMoreAuthMethodsAvailable
        case .forbidden: .hostNotAllowedToConnect
        case .notReady, .unreachable, .policyChanged, .shuttingDown, .unrecorded: .byApplication
        case .tooMany: .tooManyConnections
        case .protocolViolation: .protocolError
        }
    }
}
