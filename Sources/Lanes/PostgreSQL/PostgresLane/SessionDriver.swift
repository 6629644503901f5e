import AuditLog
import HubAPI
import Judge
package import Lane
import NIOCore
import NIOPosix
import Policy
import PostgresSession
import PostgresWire

/// Runs one `SessionMachine` between a client's and an upstream channel, both on one event loop. It moves bytes and
/// performs effects; it decides nothing.
package final class SessionDriver: LaneSession {
    let id: String
    let lane: PostgresService
    /// Of the registry, while it is in it.
    var key: SessionRegistry<SessionDriver>.Key?
    private let ticket: AdmissionTicket?
    private let identity: SessionIdentity
    let seat: SessionSeat
    private let approvals: ApprovalCalls?
    var machine: SessionMachine
    let client: any Channel
    private let upstream: any Channel
    private let greeting: UpstreamStartup.Greeting
    private let cancelID: Int32
    var isEnded = false
    /// What was sent ahead must not begin: a CancelRequest would let it.
    private(set) var mustEndAtServer = false
    private var isDraining = false
    private var isClientReadHeld = false
    private var isUpstreamReadHeld = false
    private var barrier = CosignBarrier()
    var fenceTimeout: Scheduled<Void>?
    var ownReading: OwnReading?
    var ownPlace: OwnCatalogs.Place?
    private var expiry: Scheduled<Void>?
    /// What the client has sent while its statements wait for what another session defines.
    var fenced: ByteBuffer?
    var fencedSince: UInt64 = 0
    /// Of its own raising of the fence.
    var fenceNumber: UInt64?
    /// The same of what its open transaction has defined.
    var definitionsNumber: UInt64?
    var evidence: Evidence?
    /// What the server has said, while it is asked whether anything has changed.
    var lateAnswer: ByteBuffer?
    /// When a statement of this session last changed what the catalog describes.
    private var catalogChangedAt: NIODeadline?
    /// When people were asked about what is held.
    private var askedAt: NIODeadline?

    init(
        id: String, lane: PostgresService, identity: SessionIdentity, slot: EvaluatorSlot, client: any Channel,
        upstream: any Channel, greeting: UpstreamStartup.Greeting, cancelID: Int32, options: StartupOptions,
        ticket: consuming AdmissionTicket?
    ) {
        ticket?.begin()
        self.ticket = ticket
        self.id = id
        self.lane = lane
        self.identity = identity
        self.client = client
        self.upstream = upstream
        self.greeting = greeting
        self.cancelID = cancelID
        let seat = SessionSeat(slot: slot, isStrict: lane.policy.target.audit == .strict)
        self.seat = seat
        let calls = lane.services.approvals()
        approvals = calls
        let principal = identity.principal
        let budget = SessionBudget(lane.configuration.usage, principal: principal)
        machine = SessionMachine(
            environment: SessionMachine.Environment(
                judge: { seat.slot.judge },
                record: { statement, event in
                    let refusal = lane.record(session: id, statement: statement, principal: principal, event)
                    if seat.isStrict, case .intent = event { seat.intentSize = lane.services.logSize }
                    return refusal
                },
                nowMicroseconds: { NIODeadline.now().uptimeNanoseconds / 1_000 },
                judged: { lane.metrics.judged($0) },
                openApproval: calls.map { calls in { calls.open() } },
                standing: lane.services.standing.map { standing in
                    { asked in
                        standing.ask(
                            asked.map {
                                (
                                    StandingApprovals.Key(
                                        principal: principal, role: seat.slot.role.name, digest: $0.digest),
                                    $0.expiresSeconds
                                )
                            })
                    }
                },
                session: id, processID: greeting.processID, shownProcessID: cancelID, judgesElsewhere: true,
                readsOwnCatalog: true, definedByOthers: { lane.keeper.fence.defined(besides: id) },
                take: { usage, limits in budget.take(usage, limits, nowSeconds: WallClock.nowSeconds) },
                spent: { lane.metrics.countSpent($0) }),
            limits: lane.limits.wire, searchPath: options.searchPath, statementTimeout: options.statementTimeout)
    }

    /// Called once, when the lane knows of the session. What has changed since it was admitted counts for it, too.
    func begin() {
        joinTurns()
        policyChanged()
        watchExpiry()
    }

    // MARK: bytes

    func receiveFromClient(_ bytes: inout ByteBuffer) {
        lane.metrics.add(bytes.readableBytes, to: .bytesFromClients)
        if fenced != nil || mustWaitAtFence() {
            fenced?.writeBuffer(&bytes)
            return
        }
        machine.receiveFromClient(&bytes)
        perform()
    }

    func receiveFromUpstream(_ bytes: inout ByteBuffer) {
        if mustAskFirst() {
            lateAnswer?.writeBuffer(&bytes)
            return
        }
        machine.receiveFromUpstream(&bytes)
        perform()
    }

    /// Whether the client's channel may be read now. A read that may not be is made up for when it may.
    func mayReadClient() -> Bool {
        isClientReadHeld = !wantsClientBytes
        return !isClientReadHeld
    }

    /// The same for the upstream channel.
    func mayReadUpstream() -> Bool {
        isUpstreamReadHeld = !wantsUpstreamBytes
        return !isUpstreamReadHeld
    }

    private var wantsClientBytes: Bool {
        machine.wantsClientBytes && upstream.isWritable && barrier.isEmpty && fenced == nil
    }
    private var wantsUpstreamBytes: Bool { machine.wantsUpstreamBytes && client.isWritable && lateAnswer == nil }

    func clientGone() { finish("the client closed the connection") }

    func clientFailed(_ error: any Error) {
        finish("the connection to the client failed: \(ConnectionFault.words(for: error))")
    }

    func upstreamGone() { endUpstream("the upstream server closed the connection") }

    func upstreamFailed(_ error: any Error) {
        endUpstream("the connection to the upstream server failed: \(ConnectionFault.words(for: error))")
    }

    private func endUpstream(_ reason: String) {
        if !isEnded { machine.fail(reason, sqlState: "08006") }
        perform()
        finish(reason)
    }

    package func drain() {
        isDraining = true
        machine.endHolds(reason: "the sidecar is shutting down")
        perform()
    }

    package func end(_ failure: LaneFailure) {
        guard !isEnded else { return }
        let failure = UpstreamStartup.Failure(failure)
        mustEndAtServer = machine.hasSentAhead
        if !machine.isIdle, !mustEndAtServer {
            _ = lane.connector.cancel(processID: greeting.processID, key: greeting.key, on: upstream.eventLoop)
        }
        machine.fail(failure.reason, sqlState: failure.sqlState)
        perform()
    }

    // MARK: policy and identity

    package func policyChanged() {
        guard !isEnded else { return }
        let (policy, role, current) = lane.keeper.currentPolicy(of: identity.groups)
        guard let role else {
            return end(LaneFailure(.forbidden, policy.noRole(identity.principal)))
        }
        seat.isStrict = policy.target.audit == .strict
        if seat.isStrict, lane.configuration.cosigned == nil { return end(lane.services.unwitnessed) }
        // A session that is judged by a judge that fits goes on when a later catalog does not.
        if let current, current === seat.slot { return }
        guard let slot = current, slot.problems.isEmpty else {
            return end(
                LaneFailure(
                    .notReady, "the policy has changed, and does not fit the database for role \"\(role.name)\""))
        }
        // What the session has made of its role and names was nobody's matter before, and is not known.
        // The pseudonym key and what chooses rows are in the session, or not, for good.
        if slot.judge.looksAtRelations && !seat.slot.judge.looksAtRelations
            || slot.judge.computesWithKey != seat.slot.judge.computesWithKey
            || slot.judge.rowSettings != seat.slot.judge.rowSettings
        {
            return end(
                LaneFailure(
                    .policyChanged, "the policy has changed what is protected for this session: connect again"))
        }
        if role.name != seat.slot.role.name, slot.judge.terms.pins?.contains(where: { $0.source == .role }) ?? false {
            return end(
                LaneFailure(.policyChanged, "the policy has changed the role of this session: connect again"))
        }
        guard machine.runsTheSame(by: slot.openJudge, since: seat.slot.openJudge) else {
            return end(
                LaneFailure(
                    .policyChanged,
                    "the policy has changed, and what ran in this session is not known to be permitted by it as it was sent: "
                        + "it was canceled, and its answer is withheld: connect again and repeat it"))
        }
        seat.slot = slot
    }

    private func watchExpiry() {
        guard !isEnded, let expires = identity.expiresAtSeconds else { return }
        let leftSeconds = expires - WallClock.nowSeconds
        guard leftSeconds > 0 else {
            machine.endAtNextStatement(
                "the token of this session has expired: connect with a new one", sqlState: "28000")
            return perform()
        }
        let bound = NIOLoopBound(self, eventLoop: client.eventLoop)
        // The clock may be set meanwhile.
        expiry = client.eventLoop.scheduleTask(in: .seconds(min(leftSeconds, Self.expiryPauseSecondsLimit))) {
            bound.value.watchExpiry()
        }
    }

    private static let expiryPauseSecondsLimit: Int64 = 30

    /// - Returns: false when nothing is held that a CancelRequest could mean.
    func cancelHeld() -> Bool {
        guard !isEnded, machine.cancel() else { return false }
        perform()
        return true
    }

    func perform() {
        updateFence()
        if ownPlace != nil, !machine.hasOwnDefinitions { ownPlace = nil }
        flush()
        var ending: String?
        for effect in machine.takeEffects() {
            switch effect {
            case .refreshCatalog: refreshCatalog(since: .now())
            case .judge(let text): judge(text)
            case .takeTurn(let defined): takeTurn(defined)
            // The reading that the change began serves what waits for it.
            case .awaitCatalog: refreshCatalog(since: catalogChangedAt ?? .now())
            case .catalogChanged: changedCatalog()
            case .readOwnCatalog: readOwnCatalog()
            case .ownAnswer(let answer): ownReading?.answered(answer)
            case .cancelUpstream: cancelUpstream()
            case .requestApproval(let question): request(question)
            case .withdrawApproval(let id): withdraw(id)
            case .close(let reason): ending = reason
            }
        }
        if isDraining, machine.isIdle, !machine.isClosed {
            machine.fail("the sidecar is shutting down", sqlState: "57P01")
            _ = machine.takeEffects()
            flush()
            ending = "the sidecar is shutting down"
        }
        if let ending { return finish(ending) }
        if isClientReadHeld, wantsClientBytes { client.read() }
        if isUpstreamReadHeld, wantsUpstreamBytes { upstream.read() }
    }

    private func flush() {
        if let bytes = machine.takeToUpstream() { forward(bytes) }
        noteEvidence()
        if let bytes = machine.takeToClient() {
            lane.metrics.add(bytes.readableBytes, to: .bytesToClients)
            client.writeAndFlush(bytes, promise: nil)
        }
    }

    // MARK: audit: strict

    private func forward(_ bytes: ByteBuffer) {
        guard seat.isStrict || !barrier.isEmpty, let log = lane.configuration.cosigned else {
            return upstream.writeAndFlush(bytes, promise: nil)
        }
        if barrier.isEmpty, log.cosignedSize >= seat.intentSize { return upstream.writeAndFlush(bytes, promise: nil) }
        let isFirst = barrier.isEmpty
        barrier.append(bytes, size: seat.intentSize)
        if isFirst { waitForCosignature(log) }
    }

    private func waitForCosignature(_ log: any CosignedLog) {
        guard let size = barrier.size else { return }
        let bound = NIOLoopBound(self, eventLoop: client.eventLoop)
        lane.services.whenCosigned(size, on: client.eventLoop) { failure in bound.value.cosigned(log, failure) }
    }

    private func cosigned(_ log: any CosignedLog, _ failure: LaneFailure?) {
        guard !isEnded else { return }
        if let failure {
            machine.fail(failure.reason, sqlState: UpstreamStartup.Failure(failure).sqlState)
            return perform()
        }
        while let bytes = barrier.next(cosignedSize: log.cosignedSize) { upstream.writeAndFlush(bytes, promise: nil) }
        waitForCosignature(log)
        perform()
    }

    // MARK: approvals

    private func request(_ question: ApprovalQuestion) {
        guard let approvals else { return }
        let request = ApprovalRequest(
            id: question.id, boot: approvals.boot, session: id, statement: question.statement,
            principal: identity.principal, role: seat.slot.role.name, target: lane.configuration.policy.target.name,
            rule: question.demand.rule, message: question.demand.message, approvers: question.demand.approvers,
            expiresSeconds: question.demand.expiresSeconds,
            text: ApprovalText.of(question.text, preparedAs: question.source),
            boundValues: question.boundValues == 0 ? nil : question.boundValues,
            parameters: question.parameters.isEmpty ? nil : question.parameters, phiRead: question.phiRead,
            phiWritten: question.phiWritten, rows: question.rows)
        if let digest = question.standing {
            lane.services.standing?.submit(
                request,
                StandingApprovals.Key(
                    principal: identity.principal, role: seat.slot.role.name, digest: digest))
            return
        }
        askedAt = .now()
        let bound = NIOLoopBound(self, eventLoop: client.eventLoop)
        let id = question.id
        approvals.submit(
            request, on: client.eventLoop,
            timeout: question.timeoutMilliseconds.map { ($0, { bound.value.timedOut(id) }) }
        ) { state in bound.value.decided(state) }
    }

    private func timedOut(_ id: String) {
        guard !isEnded else { return }
        machine.timedOut(id)
        perform()
    }

    private func withdraw(_ id: String) {
        approvals?.withdraw(id)
        lane.services.standing?.drop(id)
    }

    private func decided(_ state: ApprovalState) {
        guard let approvals, approvals.close(state.id), !isEnded else { return }
        let now = NIODeadline.now()
        let limit = TimeAmount.milliseconds(lane.limits.watchPauseMilliseconds)
        guard state.state == .approved, machine.holdsStatement(for: state.id), let askedAt, now - askedAt > limit else {
            return tell(state)
        }
        // What it was given for may be called otherwise by now, and nothing that is watched says so.
        let (keeper, loop) = (lane.keeper, client.eventLoop)
        let bound = NIOLoopBound(self, eventLoop: loop)
        Task {
            let isKnown = await keeper.compare(since: now)
            let unread = ApprovalState(
                id: state.id, state: .withdrawn, decidedBy: state.decidedBy,
                reason: "it was approved, and the database's catalog could not be read then")
            loop.execute { bound.value.tell(isKnown ? state : unread) }
        }
    }

    private func tell(_ state: ApprovalState) {
        guard !isEnded else { return }
        machine.decided(state)
        perform()
    }

    // MARK: effects

    private func judge(_ text: LongText) {
        let bound = NIOLoopBound(self, eventLoop: client.eventLoop)
        NIOThreadPool.singleton.runIfActive(eventLoop: client.eventLoop) { text.judged() }.whenComplete { result in
            switch result {
            case .success(let judged): bound.value.judged(judged)
            case .failure: bound.value.end(.shuttingDown)
            }
        }
    }

    private func judged(_ text: JudgedText) {
        guard !isEnded else { return }
        machine.judged(text)
        perform()
    }

    private func refreshCatalog(since: NIODeadline) {
        let keeper = lane.keeper
        let loop = client.eventLoop
        let bound = NIOLoopBound(self, eventLoop: loop)
        Task {
            await keeper.refresh(since: since)
            loop.execute { bound.value.resume() }
        }
    }

    private func resume() {
        guard !isEnded else { return }
        machine.resume()
        perform()
    }

    private func changedCatalog() {
        let keeper = lane.keeper
        let since = NIODeadline.now()
        catalogChangedAt = since
        Task { await keeper.refresh(since: since) }
    }

    private func cancelUpstream() {
        let bound = NIOLoopBound(self, eventLoop: client.eventLoop)
        lane.connector.cancel(processID: greeting.processID, key: greeting.key, on: upstream.eventLoop)
            .whenComplete { _ in bound.value.cancelDelivered() }
    }

    /// Ends the session's own process at the server, and waits for its end.
    func endAtServer() -> @Sendable () async -> Void {
        let (lane, loop, process, key) = (lane, client.eventLoop, greeting.processID, greeting.key)
        return {
            let seconds = lane.limits.endSecondsLimit
            guard
                let client = try? await UpstreamClient.connect(
                    lane.connector, principal: lane.configuration.policy.principal, limits: lane.limits, on: loop)
            else {
                _ = try? await lane.connector.cancel(processID: process, key: key, on: loop).get()
                return
            }
            // It is nobody else's: that of another role is not ended, and one that is gone is none.
            _ = try? await client.query(
                "SELECT pg_catalog.pg_terminate_backend(\(process), \(seconds * 1_000))", timeoutSeconds: seconds + 1)
            await client.close()
        }
    }

    private func cancelDelivered() {
        guard !isEnded else { return }
        machine.cancelDelivered()
        perform()
    }

    private func finish(_ reason: String) {
        guard !isEnded else { return }
        isEnded = true
        leaveTurns()
        machine.abandon()
        for case .withdrawApproval(let request) in machine.takeEffects() { withdraw(request) }
        fenceTimeout?.cancel()
        expiry?.cancel()
        ownReading?.stop()
        _ = lane.record(
            session: id, statement: 0, principal: identity.principal,
            .sessionEnd(reason: reason, statements: machine.statementsSeen))
        lane.sessionEnded(key, cancelID)
        key = nil
        // What was written is sent first; a client that does not read is not waited for.
        let client = client
        client.eventLoop.scheduleTask(in: .seconds(5)) { client.close(promise: nil) }
        client.writeAndFlush(ByteBuffer()).whenComplete { _ in client.close(promise: nil) }
        upstream.writeAndFlush(ByteBuffer()).whenComplete { [upstream] _ in upstream.close(promise: nil) }
    }
}
