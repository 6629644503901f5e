import AuditLog
import HubAPI
import Lane
import NIOCore
import Policy

/// One connection of the echo protocol.
final class EchoSession: LaneSession, ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private enum State {
        case waitingForToken
        case identifying
        case open(SessionIdentity, SessionRegistry<EchoSession>.Key?)
        case ended
    }

    private let id = Randomness.sessionID()
    private let service: EchoService
    private let client: any Channel
    private var ticket: AdmissionTicket?
    private let approvals: ApprovalCalls?
    private var state = State.waitingForToken
    private var buffer = ByteBuffer()
    private var operations: UInt64 = 0
    /// Lines that wait for approval, by the request.
    private var held: [String: (number: UInt64, line: String)] = [:]
    /// What waits for the hub's cosignature, or for ever.
    private var running: [UInt64: Running] = [:]

    private final class Running {
        private var operation: OpenOperation?
        init(_ operation: consuming OpenOperation) { self.operation = consume operation }
        func finish(_ outcome: AuditEvent.Outcome) { operation.take()?.finish(outcome) }
    }

    init(_ service: EchoService, _ client: any Channel, _ ticket: consuming AdmissionTicket) {
        self.service = service
        self.client = client
        self.ticket = consume ticket
        approvals = service.services.approvals()
    }

    // MARK: lines

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = unwrapInboundIn(data)
        buffer.writeBuffer(&bytes)
        receiveLines()
    }

    private func receiveLines() {
        while let end = buffer.readableBytesView.firstIndex(of: UInt8(ascii: "\n")) {
            switch state {
            case .identifying, .ended: return
            case .waitingForToken: identify(readLine(to: end))
            case .open(let identity, _): receive(readLine(to: end), identity)
            }
        }
    }

    private func readLine(to end: Int) -> String {
        let line = buffer.readString(length: end - buffer.readerIndex) ?? ""
        buffer.moveReaderIndex(forwardBy: 1)
        return line
    }

    private func say(_ number: UInt64, _ text: String) {
        let line = ByteBuffer(string: "\(number) \(text)\n")
        service.services.metrics.add(line.readableBytes, to: .bytesToClients)
        client.writeAndFlush(line, promise: nil)
    }

    // MARK: who it is

    private func identify(_ token: String) {
        state = .identifying
        let (services, policy) = (service.services, service.policy)
        let bound = NIOLoopBound(self, eventLoop: client.eventLoop)
        client.eventLoop.makeFutureWithTask { () -> Result<(SessionIdentity, Role), LaneFailure> in
            do throws(LaneFailure) {
                let identity = try await services.identify(token, by: policy)
                return .success((identity, try services.role(of: identity, by: policy)))
            } catch { return .failure(error) }
        }.whenSuccess { bound.value.begin($0) }
    }

    private func begin(_ result: Result<(SessionIdentity, Role), LaneFailure>) {
        switch result {
        case .failure(let failure):
            service.services.refused(failure.reason, nil)
            state = .ended
            service.refuse(client, failure)
        case .success((let identity, let role)):
            let start = AuditEvent.sessionStart(
                client: "", role: role.name, claimedUser: "", database: "", application: "echo", tls: false)
            state = .open(identity, nil)
            guard record(0, start) else { return end(LaneFailure(.unrecorded, "the log is full")) }
            ticket?.begin()
            let (key, retirement) = service.services.began(self, identity, on: client.eventLoop)
            state = .open(identity, key)
            if let retirement { return end(retirement) }
            receiveLines()
        }
    }

    private func record(_ number: UInt64, _ event: AuditEvent) -> Bool {
        guard case .open(let identity, _) = state else { return false }
        return
            (try? service.services.record(
                session: id, operation: number, principal: identity.principal, event)) != nil
    }

    // MARK: operations

    private func receive(_ line: String, _ identity: SessionIdentity) {
        operations += 1
        let verb = line.split(separator: " ").first.map(String.init) ?? ""
        switch service.policy.bundle.rules.first(where: { $0.name == verb })?.action {
        case nil, .deny?:
            _ = record(operations, .decision(decision(line, verb)))
            say(operations, "denied: \(verb)")
        case .approve(let approvers, let expiresSeconds)?:
            hold(line, verb, approvers, expiresSeconds, identity)
        case .allow?, .observe?: run(operations, line)
        }
    }

    private func decision(_ line: String, _ rule: String) -> AuditEvent.Decision {
        AuditEvent.Decision(
            verdict: "deny", rule: rule, message: "", via: "echo", text: line, rawText: Array(line.utf8))
    }

    private func hold(
        _ line: String, _ rule: String, _ approvers: [String], _ expiresSeconds: Int, _ identity: SessionIdentity
    ) {
        guard let approvals, let request = approvals.open() else { return say(operations, "too many are held") }
        held[request] = (operations, line)
        let bound = NIOLoopBound(self, eventLoop: client.eventLoop)
        approvals.submit(
            ApprovalRequest(
                id: request, boot: approvals.boot, session: id, statement: operations, principal: identity.principal,
                role: "", target: service.policy.target.name, rule: rule, message: nil, approvers: approvers,
                expiresSeconds: expiresSeconds, text: line, phiRead: [], phiWritten: [], rows: nil),
            on: client.eventLoop
        ) { bound.value.decided($0) }
    }

    private func decided(_ answer: ApprovalState) {
        guard let approvals, approvals.close(answer.id), let (number, line) = held.removeValue(forKey: answer.id)
        else { return }
        answer.state == .approved ? run(number, line) : say(number, "\(answer.state)")
    }

    private func run(_ number: UInt64, _ line: String) {
        guard case .open(let identity, _) = state else { return }
        let statement = RecordedStatement(
            text: line, rawText: Array(line.utf8), kinds: [], phiRead: [], phiWritten: [], rule: nil)
        do {
            let operation = try service.services.open(
                session: id, operation: number, principal: identity.principal, .init(via: "echo", statement: statement))
            let size = operation.logSize
            running[number] = Running(operation)
            guard service.policy.target.audit == .strict else { return answer(number, line, nil) }
            let bound = NIOLoopBound(self, eventLoop: client.eventLoop)
            service.services.whenCosigned(size, on: client.eventLoop) { bound.value.answer(number, line, $0) }
        } catch { say(number, "not recorded") }
    }

    private func answer(_ number: UInt64, _ line: String, _ failure: LaneFailure?) {
        // `stay` runs until the session ends.
        guard let operation = running[number], failure != nil || !line.hasPrefix("stay") else { return }
        running[number] = nil
        operation.finish(AuditEvent.Outcome(status: failure == nil ? "completed" : "failed"))
        say(number, failure?.reason ?? line)
    }

    // MARK: the lane's calls

    func policyChanged() {
        guard case .open(let identity, _) = state else { return }
        do throws(LaneFailure) { _ = try service.services.role(of: identity, by: service.policy) } catch { end(error) }
    }

    func drain() {
        for (request, waiting) in held {
            approvals?.withdraw(request)
            say(waiting.number, "withdrawn")
        }
        held = [:]
        if running.isEmpty { end(.shuttingDown) }
    }

    func end(_ failure: LaneFailure) {
        guard finish(failure.reason) else { return }
        service.refuse(client, failure)
    }

    func channelInactive(context: ChannelHandlerContext) { _ = finish("the client closed the connection") }

    private func finish(_ reason: String) -> Bool {
        guard case .open(_, let key) = state else { return false }
        for request in held.keys { approvals?.withdraw(request) }
        // What has not ended is abandoned.
        running = [:]
        _ = record(0, .sessionEnd(reason: reason, statements: operations))
        state = .ended
        if let key { service.services.ended(key) }
        return true
    }
}
