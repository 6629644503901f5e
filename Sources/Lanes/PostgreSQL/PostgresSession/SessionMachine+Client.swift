import AuditLog
import Detectors
import Judge
import NIOCore
import Policy
import PostgresWire

/// What the client sends.
extension SessionMachine {
    mutating func handle(_ type: UInt8, _ body: ByteBuffer) {
        if case .open(let data) = copyIn { return copy(type, body, data) }
        if pipeline == .skipping, type != UInt8(ascii: "S"), type != UInt8(ascii: "X") { return }
        if let ending, Self.begins(type) { return fail(ending.reason, sqlState: ending.sqlState) }
        switch type {
        case UInt8(ascii: "Q"): query(body, isRetry: false)
        case UInt8(ascii: "P"): parse(body, isRetry: false)
        case UInt8(ascii: "B"): bind(body, isRetry: false)
        case UInt8(ascii: "D"): describe(body)
        case UInt8(ascii: "E"): execute(body, isRetry: false)
        case UInt8(ascii: "C"): close(body)
        // Nothing that could be flushed comes before the pipeline's first message.
        case UInt8(ascii: "H"): if pipeline == .open { forward(body) }
        case UInt8(ascii: "S"): sync(body)
        // The server passes over COPY data that no COPY takes.
        case UInt8(ascii: "d"), UInt8(ascii: "c"), UInt8(ascii: "f"): return
        case UInt8(ascii: "X"): terminate()
        case UInt8(ascii: "F"):
            guard mayQuery(type, body) else { return }
            refuseQuery(
                Refusal(
                    message: "calls of functions by the function call message are not possible",
                    hint: "use SELECT function(…); large objects cannot be used", rule: "chaperone/function-call"),
                via: "function_call", raw: [])
        default: malformed(WireViolation("message type \(type) is not expected here"))
        }
    }

    /// Whether the message brings a statement, or runs one.
    private static func begins(_ type: UInt8) -> Bool {
        type == UInt8(ascii: "Q") || type == UInt8(ascii: "P") || type == UInt8(ascii: "B") || type == UInt8(ascii: "E")
            || type == UInt8(ascii: "F")
    }

    mutating func handleOversized(_ type: UInt8, _ count: Int) {
        if case .open = copyIn { return malformed(Self.notData) }
        if pipeline == .skipping { return }
        let refusal = Refusal(
            sqlState: "54000", message: "statement of \(count) bytes is over the lane's limit",
            hint: "send data by COPY or as parameters", rule: "chaperone/statement-too-long")
        guard type == UInt8(ascii: "Q") else { return refuseParse(refusal, via: "parse", raw: []) }
        guard pipeline == .closed else {
            return malformed(WireViolation("a Query over the lane's limit in a pipeline", sqlState: "54000"))
        }
        refuseQuery(refusal, via: "simple", raw: [])
    }

    mutating func terminate() {
        toUpstream.writeTerminate()
        effects.append(.close(reason: "client ended the session"))
        isClosed = true
    }

    /// Whether a Query may be forwarded now, see `Pipeline`; else it waits until all before it has been answered.
    private mutating func mayQuery(_ type: UInt8, _ body: ByteBuffer) -> Bool {
        guard pipeline == .open, !sent.isEmpty else { return true }
        holdUntilAnswered(type, body)
        return false
    }

    /// A Query goes upstream: what fails from now on fails as one of its kind.
    private mutating func closePipeline() {
        queryFollowsPipeline = pipeline == .open
        pipeline = .closed
    }

    /// - Parameter body: of a message as the framer gives it, its header before it.
    mutating func forward(_ body: ByteBuffer) {
        var message = body
        message.moveReaderIndex(to: 0)
        toUpstream.writeBuffer(&message)
    }

    // MARK: judging

    /// Nil: the message waits, for its names may be others in a moment.
    /// - Parameter body: of the message, whose type is `type`.
    mutating func judged(
        _ text: [UInt8], parameterTypes: [UInt32] = [], _ type: UInt8, _ body: ByteBuffer, isRetry: Bool
    ) -> Judgement? {
        let start = environment.nowMicroseconds()
        guard let judgement = judgement(of: text, parameterTypes, type, body, isRetry: isRetry) else { return nil }
        let taken = environment.nowMicroseconds() &- start
        switch judgement {
        case .refuse(let refusal) where refusal.followsNames && !sent.isEmpty:
            holdUntilAnswered(type, body)
            return nil
        case .permit, .refuse, .approve: environment.judged(taken)
        case .needsCatalog: break
        }
        return judgement
    }

    mutating func query(_ body: ByteBuffer, isRetry: Bool) {
        let type = UInt8(ascii: "Q")
        guard mayQuery(type, body) else { return }
        var reader = body
        guard let text = reader.readCStringBytes(), reader.readableBytes == 0 else {
            return malformed(WireViolation("invalid Query message"))
        }
        if mustWaitForCatalog { return holdForCatalog(type, body, isRetry: isRetry) }
        if mustWaitForPath { return holdUntilAnswered(type, body) }
        if mustWaitForReadings(text, type, body) { return }
        switch judged(text, type, body, isRetry: isRetry) {
        case .needsCatalog(let refusal)?:
            if waitsForOwn(type, body) { return }
            if isRetry { return refuseQuery(refusal, via: "simple", raw: text) }
            holdForCatalog(type, body, isRetry: true)
        case .refuse(let refusal)?:
            if waitsForOwn(type, body) { return }
            refuseQuery(refusal, via: "simple", raw: text)
        case .permit(let permit)?: send(query: permit, raw: text)
        // An approval of before is for what had the names then.
        case .approve(let permit)?
        where !isRetry && environment.standing != nil && permit.demands.contains(where: \.asksAgain):
            holdForCatalog(type, body, isRetry: true)
        case .approve(let permit)?: hold(query: permit, raw: text)
        case nil: return
        }
    }

    /// The log has a longer string once, with the first of its statements; the others say where it is.
    private static let repeatedTextBytesLimit = 4 << 10

    mutating func send(query permit: Permit, raw: [UInt8]) {
        if isDefinedByOthers || permit.statements.contains(where: { !$0.effects.isEmpty }) {
            if let refusal = refusalByOthers(permit.statements, raw) {
                return refuseQuery(refusal, via: "simple", raw: raw)
            }
            let judge = judge
            let place = { Turn.query(permit, raw: raw, shape: judge.shape(touchedBy: permit.statements)) }
            if waitsForTurn(permit.statements, at: place) { return }
        }
        if let refusal = chargeLookups(of: permit.statements, auditText: permit.auditText) {
            return refuseQuery(refusal, via: "simple", raw: raw)
        }
        var runs: [StatementRun] = []
        let first = statementCount + 1
        for (index, profile) in permit.statements.enumerated() {
            let judged =
                index > 0 && max(raw.count, permit.text.count) > Self.repeatedTextBytesLimit
                ? JudgedStatement(profile, part: index + 1, of: permit, first: first)
                : JudgedStatement(
                    profile, text: permit.auditText, rewritten: permit.rewrittenAuditText, rawText: raw,
                    sent: permit.text, positions: permit.positions)
            guard let run = begin(judged, via: "simple", progress: RowProgress()) else {
                for run in runs { record(run, "abandoned") }
                return
            }
            runs.append(run)
        }
        book.forgetUnnamed()
        book.reserve(upTo: permit.nextNumber)
        for run in runs {
            if let cursor = run.profile.cursor { run.join(progress(of: cursor)) }
            run.bound = boundValues(of: [run.profile])
            apply(run)
            noteTouched(run.judged)
            noteReadings(run.judged)
            if run.judged.mayCopyIn { copyIn = .mayBegin }
        }
        closePipeline()
        sent.append(.query(Operation.QueryRun(runs: runs, moment: book.names.moment)))
        toUpstream.writeQuery(permit.text)
    }

    /// What FETCH gives counts for its cursor.
    func progress(of cursor: LaneName) -> RowProgress? {
        book.portal(cursor.client).flatMap { $0.name == cursor ? $0.progress : nil }
    }

    mutating func noteTouched(_ judged: JudgedStatement) {
        if judged.scrubs { hasTouchedProtected = true }
        if judged.profile.runsEntrusted { (hasRunEntrusted, mayHoldLeftovers) = (true, true) }
    }

    /// Writes the intent. Nil when the log cannot keep it: then nothing is forwarded, and the client is told.
    mutating func begin(_ judged: JudgedStatement, via: String, progress: RowProgress) -> StatementRun? {
        statementCount += 1
        let intent = AuditEvent.Intent(via: via, statement: judged.recorded)
        if let failure = environment.record(statementCount, .intent(intent)) {
            refuseUnrecorded(failure, isQuery: via == "simple")
            return nil
        }
        return StatementRun(
            number: statementCount, judged: judged, startedMicroseconds: environment.nowMicroseconds(),
            keptBytesLimit: judge.target.record.bytesLimit,
            detectors: judged.profile.detects && !judge.detectors.isEmpty ? judge.detectors : nil,
            meter: judged.metering.map { AnswerMeter($0, judge: judge) }, progress: progress)
    }

    mutating func apply(_ run: StatementRun) {
        guard run.judged.hasEffects else { return }
        noteDefinitions(run)
        let profile = run.profile
        let isAtStake = book.names.settings.isPathAtStake
        let changes = book.apply(profile, stamp: judge.stamp)
        run.changes = changes
        if isAtStake, changes.changesPath {
            run.changesPath = true
            pathChanges += 1
        }
        if profile.effects.contains(.catalogChanged) {
            run.changesCatalog = true
            catalogChanges += 1
        }
    }

    // MARK: refusing

    mutating func refuseQuery(_ refusal: Refusal, via: String, raw: [UInt8]) {
        record(refusal, via: via, raw: raw)
        answerQuery(with: refusal)
    }

    /// Of a Parse, Bind, Describe or Execute.
    mutating func refuseParse(_ refusal: Refusal, via: String, raw: [UInt8]) {
        record(refusal, via: via, raw: raw)
        answerParse(with: refusal)
    }

    private mutating func record(_ refusal: Refusal, via: String, raw: [UInt8]) {
        statementCount += 1
        let decision = AuditEvent.decision(
            AuditEvent.Decision(
                verdict: refusal.needsApproval ? "approve" : "deny", rule: refusal.rule,
                message: refusal.rule == "chaperone/syntax"
                    ? "not understood" : judge.redacted(Array(refusal.message.utf8)), via: via,
                text: refusal.auditText, rawText: raw, kinds: refusal.kinds.map(\.rawValue).sorted(),
                phi: refusal.phi))
        _ = environment.record(statementCount, decision)
    }

    mutating func refuseUnrecorded(_ failure: AuditRefusal, isQuery: Bool) {
        let refusal = Self.unrecorded(failure)
        if isQuery { answerQuery(with: refusal) } else { answerParse(with: refusal) }
    }

    static func unrecorded(_ failure: AuditRefusal) -> Refusal {
        Refusal(
            sqlState: "53100", message: "the audit log cannot record this statement: \(failure.reason)",
            hint: "nothing runs unrecorded; ask the operator of the sidecar", rule: "chaperone/audit")
    }

    private mutating func answerQuery(with refusal: Refusal) {
        // Idle, with nothing on its way: the server need not know.
        if sent.isEmpty, pipeline == .closed, transactionStatus == UInt8(ascii: "I") {
            toClient.writeRefusal(refusal)
            toClient.writeReadyForQuery(transactionStatus)
            return
        }
        closePipeline()
        sent.append(.refusedQuery(refusal, Operation.Ending(moment: book.names.moment)))
        book.forgetUnnamed()
        toUpstream.writeQuery(Array(Self.refusedText.utf8))
    }

    private mutating func answerParse(with refusal: Refusal) {
        sent.append(.refusedParse(refusal))
        toUpstream.writeParse(name: "", text: Array(Self.refusedText.utf8), types: ByteBuffer(integer: Int16(0)))
        book.forgetUnnamedStatement()
        pipeline = .skipping
    }
}

extension ByteBuffer {
    mutating func writeRefusal(_ refusal: Refusal) {
        writeError(
            sqlState: refusal.sqlState, message: "chaperone: " + refusal.message, detail: "rule \(refusal.rule)",
            hint: refusal.hint)
    }
}
