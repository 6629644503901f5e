import AuditLog
import Lane
import NIOCore
import Policy
import SFTP
import SSHJudge
import SSHOperations
import SSHSession
import SSHWire

/// What is asked for, and what becomes of it.
extension SSHDriver {
    func handle(_ event: RelayEvent) {
        switch event {
        case .judge(let channel, let request): judge(channel, request)
        case .judgeFile(let channel, let operation): judge(channel, operation)
        case .fileFinished(let channel, let number, let end): finishFile(channel, number, end)
        case .output(let channel, _, let bytes): show(bytes, on: channel)
        case .masked(let channel, let findings):
            running[channel]?.maskedCount += findings
            services.metrics.add(Int(clamping: findings), to: .findingsMasked)
        case .holds(let channel):
            if running[channel]?.isPaused ?? false { pauses.arrived(channel, at: .now()) }
        case .input: break
        case .resized(let channel, let size): resize(channel, size)
        case .cut(let channel, _): running[channel]?.isCut = true
        case .ended(let channel, let end): finishChannel(channel, end)
        case .prohibited(let name):
            operationCount += 1
            recordRefusal(
                operationCount, "chaperone/prohibited", "this is never allowed", via: "request",
                text: shown(Array(name.utf8)),
                raw: Array(name.utf8))
        }
    }

    private func judge(_ channel: ChannelID, _ request: RunRequest) {
        let question: SSHQuestion =
            switch request.kind {
            case .exec(let bytes): .command(Array(bytes.readableBytesView))
            case .shell: .shell
            case .subsystem(let name): .subsystem(name)
            case .forward(let host, let port): .forward(host: host, port: port)
            }
        operationCount += 1
        decide(.run(channel, request), question, operationCount, met: [])
    }

    private func judge(_ channel: ChannelID, _ operation: SFTPOperation) {
        operationCount += 1
        decide(.file(channel, operation), question(of: operation), operationCount, met: [])
    }

    /// By the policy in force; nil: nothing is judged any more, and why.
    private func judgement(of question: SSHQuestion) -> Result<SSHJudgement, LaneFailure> {
        guard case .running(let identity) = stage else { return .failure(.shuttingDown) }
        if let expires = identity.expiresAtSeconds, expires <= WallClock.nowSeconds { return .failure(Self.expired) }
        let policy = service.policy
        if let expires = policy.bundle.expiresAtSeconds, expires <= WallClock.nowSeconds {
            return .failure(Self.leaseEnded)
        }
        guard let role = policy.role(of: identity.groups ?? policy.groups) else {
            return .failure(LaneFailure(.forbidden, policy.noRole(identity.principal)))
        }
        if isDraining { return .failure(.shuttingDown) }
        return .success(service.judge(of: role).judge(question))
    }

    /// - Parameter met: what was approved of it.
    private func decide(
        _ place: HeldQuestion.Place, _ question: SSHQuestion, _ number: UInt64, met: [ApprovalDemand],
        approved: SSHJudgement? = nil
    ) {
        let start = NIODeadline.now()
        let judgement: SSHJudgement
        switch self.judgement(of: question) {
        case .failure(let failure):
            return refuse(place, question, number, "chaperone/session", failure.reason, via: "session")
        case .success(let value): judgement = value
        }
        if let approved, !isStill(approved, judgement, at: place) {
            return refuse(
                place, question, number, Self.changed.rule, Self.changed.words, via: judgement.via)
        }
        if met.isEmpty { services.metrics.judged(UInt64((NIODeadline.now() - start).nanoseconds / 1_000)) }
        if case .run(_, let request) = place, request.terminal != nil, !treatment(judgement).takesTerminal {
            return refuse(
                place, question, number, "chaperone/terminal", RunDecision.noTerminal, via: judgement.via)
        }
        if case .run(_, let request) = place, request.terminal != nil, !judgement.takesTerminal, !judgement.isDenied {
            return refuse(
                place, question, number, "chaperone/terminal", RunDecision.noTerminalForCommands, via: judgement.via)
        }
        switch judgement.verdict {
        case .deny(let rule, let words):
            refuse(place, question, number, rule, words, via: judgement.via)
        case .allow(let rule, let isObserved):
            permit(place, question, number, judgement, rule: rule ?? met.first?.rule, met, isObserved)
        case .approve(let demands):
            guard let demand = demands.first(where: { !met.contains($0) }) else {
                return permit(place, question, number, judgement, rule: met.first?.rule, met, false)
            }
            hold(
                HeldQuestion(
                    place: place, question: question, number: number, judgement: judgement, demand: demand,
                    met: met))
        }
    }

    /// One demand more is met: by the policy that is now in force.
    func settle(_ question: HeldQuestion) {
        decide(
            question.place, question.question, question.number, met: question.met + [question.demand],
            approved: question.judgement)
    }

    // MARK: refusing

    /// - Parameter words: what is refused, and what to do instead; the rule is told before them.
    func refuse(
        _ place: HeldQuestion.Place, _ question: SSHQuestion, _ number: UInt64, _ rule: String, _ words: String,
        via: String, verdict: String = "deny"
    ) {
        let words = "blocked by rule \"\(rule)\": \(words)"
        recordRefusal(
            number, rule, words, via: via, text: shown(question, at: place), raw: question.rawBytes, verdict: verdict)
        switch place {
        case .run(let channel, _): relay.decide(channel, .deny(words))
        case .file(let channel, _):
            // Many clients show a status of their own in the place of the answer's words.
            if running[channel]?.tellsRefusal() ?? false { relay.notify(channel, words) }
            relay.decideFile(channel, .deny("chaperone: \(words)"))
        }
    }

    // MARK: what is open

    /// Files that were opened by another policy are open by this one, or of no more use.
    func judgeOpenFiles() {
        let files = relay.openFiles
        let open = Set(files.map { FileKey(channel: $0.channel, number: $0.operation.number) })
        approvedFiles = approvedFiles.filter { open.contains($0.key) || runningFiles[$0.key] != nil }
        for (channel, operation) in files {
            let met = approvedFiles[FileKey(channel: channel, number: operation.number)] ?? []
            if let words = reasonAgainst(operation, met) {
                relay.revokeFile(channel, operation.number, "chaperone: the policy changed: \(words)")
            }
        }
    }

    private func reasonAgainst(_ operation: SFTPOperation, _ met: [ApprovalDemand]) -> String? {
        reasonAgainst(judgement(of: question(of: operation)), met).map { "blocked by rule \"\($0.rule)\": \($0.words)" }
    }

    /// Why what was allowed before is not by now; nil: it is.
    private func reasonAgainst(
        _ judgement: Result<SSHJudgement, LaneFailure>, _ met: [ApprovalDemand]
    ) -> (rule: String, words: String)? {
        switch judgement {
        case .failure(let failure): return ("chaperone/session", failure.reason)
        case .success(let judgement):
            switch judgement.verdict {
            case .allow: return nil
            case .deny(let rule, let words): return (rule, words)
            case .approve(let demands):
                let missing = demands.first { !met.contains($0) }
                return missing.map { ($0.rule, "an approval is wanted by now: ask again") }
            }
        }
    }

    private func question(of operation: SFTPOperation) -> SSHQuestion {
        .files(
            actions: operation.kinds.compactMap { FileAction(rawValue: $0.rawValue) }, paths: operation.paths,
            realPaths: operation.realPaths, details: operation.details)
    }

    // MARK: letting run

    private func permit(
        _ place: HeldQuestion.Place, _ question: SSHQuestion, _ number: UInt64, _ judgement: SSHJudgement,
        rule: String?, _ met: [ApprovalDemand], _ isObserved: Bool
    ) {
        if case .file(let channel, let operation) = place, !met.isEmpty {
            approvedFiles[FileKey(channel: channel, number: operation.number)] = met
        }
        // Looking at attributes is not written down, only what opens, changes or removes.
        if case .file(let channel, let operation) = place, operation.kinds == [.stat], !isObserved {
            services.metrics.add(to: .statementsPermitted)
            return relay.decideFile(channel, met.isEmpty ? .allow : .allowAfterWaiting)
        }
        let sent = judgement.command.map { shown($0, at: place) }
        let text = shown(question, at: place)
        let statement = RecordedStatement(
            text: text, rewritten: sent == text ? nil : sent, rawText: question.rawBytes,
            kinds: judgement.actions.map(\.rawValue), phiRead: judgement.protectedPaths, phiWritten: [], masked: [],
            rule: rule,
            approvalRules: met.map(\.rule), observed: isObserved)
        // Should the log have no room for it, it has none for the intent.
        if case .run(_, let request) = place, let size = request.terminal { recordSize(size, number) }
        if let reason = record(number, .intent(AuditEvent.Intent(via: judgement.via, statement: statement))) {
            return refuse(
                place, question, number, "chaperone/audit", "the audit log cannot record this: \(reason)",
                via: judgement.via)
        }
        guard service.policy.target.audit == .strict else {
            return run(place, number, judgement, isLater: !met.isEmpty)
        }
        uncosigned.insert(number)
        whenCosigned { $0.runLater(place, question, number, judgement, met) }
    }

    /// The intent was waited for to be cosigned: another policy may be in force by now.
    private func runLater(
        _ place: HeldQuestion.Place, _ question: SSHQuestion, _ number: UInt64, _ judgement: SSHJudgement,
        _ met: [ApprovalDemand]
    ) {
        uncosigned.remove(number)
        // Its client has closed the channel meanwhile.
        guard isAwaited(place) else { return abandon(number) }
        let now = self.judgement(of: question)
        var reason = reasonAgainst(now, met)
        if case .success(let now) = now, !isStill(judgement, now, at: place) { reason = reason ?? Self.changed }
        guard let reason else { return run(place, number, judgement, isLater: true) }
        _ = record(number, .outcome(AuditEvent.Outcome(status: "abandoned", rule: reason.rule)))
        refuse(place, question, number, reason.rule, reason.words, via: judgement.via)
    }

    private static let changed = (
        rule: "chaperone/changed", words: "the policy changed while this was held: ask again"
    )

    /// Whether what waited is sent, shown and run as it was judged before.
    private func isStill(_ before: SSHJudgement, _ now: SSHJudgement, at place: HeldQuestion.Place) -> Bool {
        before.command == now.command && before.output == now.output
            && (before.takesTerminal == now.takesTerminal || !place.hasTerminal)
    }

    private func isAwaited(_ place: HeldQuestion.Place) -> Bool {
        switch place {
        case .run(let channel, _): relay.awaitsDecision(channel)
        case .file(let channel, let operation): relay.awaitsDecision(channel, file: operation.number)
        }
    }

    /// The intent is written, and cosigned where it must be.
    /// - Parameter isLater: something was waited for.
    private func run(_ place: HeldQuestion.Place, _ number: UInt64, _ judgement: SSHJudgement, isLater: Bool) {
        switch place {
        case .run(let channel, let request):
            let limit = service.policy.target.record.bytesLimit
            services.metrics.add(to: .channelsOpen)
            running[channel] = ChannelOperation(
                number, judgement, terminal: request.terminal, keptBytesLimit: limit)
            relay.decide(channel, .run(command: judgement.command.map { ByteBuffer(bytes: $0) }, treatment(judgement)))
        case .file(let channel, let operation):
            runningFiles[FileKey(channel: channel, number: operation.number)] = (number, .now())
            relay.decideFile(channel, isLater ? .allowAfterWaiting : .allow)
        }
    }

    private func treatment(_ judgement: SSHJudgement) -> RunDecision.Treatment {
        switch judgement.output {
        // Files and forwardings; else what a program shows on a target that masks nothing.
        case .exact: judgement.actions.isEmpty && judgement.via != "forward" ? .shown : .exact
        case .files: .files(asksRealPaths: judgesPaths)
        case .rsync(let names): .rsync(names: names)
        case .masked(let mayBeBinary):
            // A target that masks has its detectors from the beginning.
            service.detectors.map { .masked($0, mayBeBinary: mayBeBinary) } ?? .shown
        }
    }

    /// Also where nobody is judged any more, and where the hub is waited for.
    var judgesPaths: Bool {
        if service.policy.target.audit == .strict { return true }
        guard case .running(let identity) = stage,
            let role = service.policy.role(of: identity.groups ?? service.policy.groups)
        else { return true }
        return service.judge(of: role).judgesPaths
    }

    /// When what is in the log by now was cosigned (`audit: strict`).
    private func whenCosigned(_ body: @escaping @Sendable (SSHDriver) -> Void) {
        guard let log = services.configuration.cosigned else { return end(services.unwitnessed) }
        let loop = client.eventLoop
        let bound = NIOLoopBound(self, eventLoop: loop)
        let promise = loop.makePromise(of: Void.self)
        let timeout = loop.scheduleTask(in: .seconds(services.configuration.limits.cosignTimeoutSeconds)) {
            promise.fail(LaneFailure(.notReady, "the hub did not cosign the audit log in time"))
        }
        log.whenCosigned(services.logSize) { promise.succeed(()) }
        promise.futureResult.whenComplete { result in
            timeout.cancel()
            guard !bound.value.isEnded else { return }
            switch result {
            case .success: body(bound.value)
            case .failure(let error): bound.value.end(error as? LaneFailure ?? .shuttingDown)
            }
            bound.value.performAndFlush()
        }
    }
}

extension SSHQuestion {
    /// As it came.
    var rawBytes: [UInt8] {
        switch self {
        case .command(let bytes): bytes
        case .shell: Array("shell".utf8)
        case .subsystem(let name): Array(name.utf8)
        case .forward(let host, let port): Array("\(host):\(port)".utf8)
        case .files(_, let paths, _, let details):
            Array((details + paths.map { ShellQuoting.plain($0.text) }).joined(separator: " ").utf8)
        }
    }
}
