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
        if pipeline.stage == .skipping, type != UInt8(ascii: "S"), type != UInt8(ascii: "X") { return }
        if case .ending(let reason, let sqlState) = life, Self.begins(type) { return fail(reason, sqlState: sqlState) }
        switch type {
        case UInt8(ascii: "Q"): query(body, .first)
        case UInt8(ascii: "P"): parse(body, .first)
        case UInt8(ascii: "B"): bind(body, .first)
        case UInt8(ascii: "D"): describe(body)
        case UInt8(ascii: "E"): execute(body, .first)
        case UInt8(ascii: "C"): close(body)
        // Nothing that could be flushed comes before the pipeline's first message.
        case UInt8(ascii: "H"): if pipeline.stage == .open { forward(body) }
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
        StatementMessage(rawValue: type) != nil || type == UInt8(ascii: "F")
    }

    mutating func take(_ type: StatementMessage, _ body: ByteBuffer, _ attempt: Attempt) {
        switch type {
        case .query: query(body, attempt)
        case .parse: parse(body, attempt)
        case .bind: bind(body, attempt)
        case .execute: execute(body, attempt)
        }
    }

    mutating func handleOversized(_ type: UInt8, _ count: Int) {
        if case .open = copyIn { return malformed(Self.notData) }
        if pipeline.stage == .skipping { return }
        let refusal = Refusal(
            sqlState: "54000", message: "statement of \(count) bytes is over the lane's limit",
            hint: "send data by COPY or as parameters", rule: "chaperone/statement-too-long")
        guard type == UInt8(ascii: "Q") else { return refuseParse(refusal, via: "parse", raw: []) }
        guard pipeline.stage == .closed else {
            return malformed(WireViolation("a Query over the lane's limit in a pipeline", sqlState: "54000"))
        }
        refuseQuery(refusal, via: "simple", raw: [])
    }

    mutating func terminate() {
        toUpstream.writeTerminate()
        effects.append(.close(reason: "client ended the session"))
        life = .closed
    }

    /// Whether a Query may be forwarded now, see `Pipeline`; else it waits until all before it has been answered.
    private mutating func mayQuery(_ type: UInt8, _ body: ByteBuffer) -> Bool {
        guard pipeline.stage == .open, !sent.isEmpty else { return true }
        holdUntilAnswered(type, body)
        return false
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
        _ text: [UInt8], parameterTypes: [UInt32] = [], _ type: StatementMessage, _ body: ByteBuffer,
        _ attempt: Attempt
    ) -> Judgement? {
        let start = environment.nowMicroseconds()
        guard let judgement = judgement(of: text, parameterTypes, type, body, attempt) else { return nil }
        let taken = environment.nowMicroseconds() &- start
        switch judgement {
        case .refuse(let refusal) where refusal.followsNames && !sent.isEmpty:
            holdUntilAnswered(type.rawValue, body)
            return nil
        case .permit, .refuse, .approve: environment.judged(taken)
        case .needsCatalog: break
        }
        return judgement
    }

    mutating func query(_ body: ByteBuffer, _ attempt: Attempt) {
        let type = UInt8(ascii: "Q")
        guard mayQuery(type, body) else { return }
        var reader = body
        guard let text = reader.readCStringBytes(), reader.readableBytes == 0 else {
            return malformed(WireViolation("invalid Query message"))
        }
        if mustWaitForCatalog { return holdForCatalog(.query, body, isFresh: attempt.isFresh) }
        if mustWaitForPath { return holdUntilAnswered(type, body) }
        if mustWaitForReadings(text, type, body) { return }
        switch judged(text, .query, body, attempt) {
        case .needsCatalog(let refusal)?:
            if waitsForOwn(type, body) { return }
            if attempt.isFresh { return refuseQuery(refusal, via: "simple", raw: text) }
            holdForCatalog(.query, body, isFresh: true)
        case .refuse(let refusal)?:
            if waitsForOwn(type, body) { return }
            refuseQuery(refusal, via: "simple", raw: text)
        case .permit(let permit)?: send(query: permit, raw: text)
        // An approval of before is for what had the names then.
        case .approve(let permit)?
        where !attempt.isFresh && environment.standing != nil && permit.demands.contains(where: \.asksAgain):
            holdForCatalog(.query, body, isFresh: true)
        case .approve(let permit)?: hold(query: permit, raw: text)
        case nil: return
        }
    }

    /// The log has a longer string once, with the first of its statements; the others say where it is.
    private static let repeatedTextBytesLimit = 4 << 10

    /// - Parameter isInTurn: what it defines has its turn.
    mutating func send(query permit: Permit, raw: [UInt8], isInTurn: Bool = false) {
        if isDefinedByOthers || permit.statements.contains(where: { !$0.effects.isEmpty }) {
            if let refusal = refusalByOthers(permit.statements, raw) {
                return refuseQuery(refusal, via: "simple", raw: raw)
            }
            let judge = judge
            let place = { Turn.query(permit, raw: raw, shape: judge.shape(touchedBy: permit.statements)) }
            if !isInTurn, waitsForTurn(permit.statements, at: place) { return }
        }
        if let refusal = chargeLookups(of: permit.statements, auditText: permit.auditText) {
            return refuseQuery(refusal, via: "simple", raw: raw)
        }
        var runs: [StatementRun] = []
        let first = statementsSeen + 1
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
            exposure.note(run.judged)
            noteReadings(run.judged)
            if run.judged.mayCopyIn { copyIn = .mayBegin }
        }
        sent.append(
            .query(
                Operation.QueryRun(
                    runs: runs, followsPipeline: pipeline.closeForQuery(), moment: book.names.moment)))
        toUpstream.writeQuery(permit.text)
    }

    /// What FETCH gives counts for its cursor.
    func progress(of cursor: LaneName) -> RowProgress? {
        book.portal(cursor.client).flatMap { $0.name == cursor ? $0.progress : nil }
    }

    /// Writes the intent. Nil when the log cannot keep it: then nothing is forwarded, and the client is told.
    mutating func begin(_ judged: JudgedStatement, via: String, progress: RowProgress) -> StatementRun? {
        if let failure = recordIntent(AuditEvent.Intent(via: via, statement: judged.recorded)) {
            refuseUnrecorded(failure, isQuery: via == "simple")
            return nil
        }
        return StatementRun(
            number: statementsSeen, judged: judged, startedMicroseconds: environment.nowMicroseconds(),
            keptBytesLimit: judge.target.record.bytesLimit,
            detectors: judged.profile.detects && !judge.detectors.isEmpty ? judge.detectors : nil,
            meter: judged.metering.map { AnswerMeter($0, judge: judge) }, progress: progress)
    }

    mutating func apply(_ run: StatementRun) {
        guard run.judged.hasEffects else { return }
        noteDefinitions(run)
        let profile = run.profile
        let isAtStake = book.names.settings.isPathAtStake
        let applied = book.apply(profile, stamp: judge.stamp)
        run.changes = applied
        if isAtStake, applied.changesPath {
            run.changesPath = true
            changes.beginsPath()
        }
        if profile.effects.contains(.catalogChanged) {
            run.changesCatalog = true
            changes.beginsCatalog()
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
        recordDecision(
            AuditEvent.Decision(
                verdict: refusal.needsApproval ? "approve" : "deny", rule: refusal.rule,
                message: refusal.rule == "chaperone/syntax"
                    ? "not understood" : judge.redacted(Array(refusal.message.utf8)), via: via,
                text: refusal.auditText, rawText: raw, kinds: refusal.kinds.map(\.rawValue).sorted(),
                phi: refusal.phi))
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
        if sent.isEmpty, pipeline.stage == .closed, transactionStatus == .idle {
            toClient.writeRefusal(refusal)
            toClient.writeReadyForQuery(transactionStatus.rawValue)
            return
        }
        sent.append(
            .refusedQuery(
                refusal, Operation.Ending(moment: book.names.moment), followsPipeline: pipeline.closeForQuery()))
        book.forgetUnnamed()
        toUpstream.writeQuery(Array(Self.refusedText.utf8))
    }

    private mutating func answerParse(with refusal: Refusal) {
        sent.append(.refusedParse(refusal))
        toUpstream.writeParse(name: "", text: Array(Self.refusedText.utf8), types: ByteBuffer(integer: Int16(0)))
        book.forgetUnnamedStatement()
        pipeline.skip()
    }
}

extension ByteBuffer {
    mutating func writeRefusal(_ refusal: Refusal) {
        writeError(
            sqlState: refusal.sqlState, message: "chaperone: " + refusal.message, detail: "rule \(refusal.rule)",
            hint: refusal.hint)
    }
}
