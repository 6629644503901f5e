import Judge
import NIOCore
import PostgresWire

/// What the server says: errors and notices.
extension SessionMachine {
    /// Whether it is the end of the session.
    static func isFatal(_ type: UInt8, _ message: ByteBuffer) -> Bool {
        type == UInt8(ascii: "E") && fields(of: message)?.isFatal ?? false
    }

    mutating func error(_ message: ByteBuffer) {
        guard let fields = Self.fields(of: message) else {
            return fail("the upstream server sent a malformed error", sqlState: "08P01")
        }
        let isFatal = fields.isFatal
        // Our own failing text: neither its error nor what is said of it is anybody's.
        if case .poison(var ending)? = sent.first, !ending.hasFailed, !isFatal {
            ending.hasFailed = true
            return sent.replaceFirst(.poison(ending))
        }
        guard isFatal || mayFail else { return lost("told of an error that is of nothing which was asked") }
        guard isFatal || sent.first?.followsPipeline != true || !Self.mayInterrupt(fields.sqlState) else {
            return lost("was interrupted between a pipeline and a Query in it")
        }
        let (shown, sqlState, rule) = shownError(fields)
        answer.fail()
        if !answer.isDropped { end(shown, sqlState: sqlState, rule: rule) }
        failFirst()
        settleCopyIn()
        if isFatal {
            if answer.isDropped { toClient.writeImmutableBuffer(shown) }
            effects.append(.close(reason: "the upstream server ended the session (\(sqlState))"))
            abandon()
        }
    }

    /// Whether the server raises it also where it waits for a command (`ProcessInterrupts`): cancels and time-outs (class
    /// 57, lock_not_available), conflicts with recovery (class 40).
    private static func mayInterrupt(_ sqlState: String) -> Bool {
        sqlState.hasPrefix("57") || sqlState.hasPrefix("40") || sqlState == "55P03"
    }

    private static func fields(of message: ByteBuffer) -> ErrorFields? {
        var body = message
        body.moveReaderIndex(forwardBy: min(5, body.readableBytes))
        return ErrorFields(body: body)
    }

    /// Whether an error has its place: see `Pipeline`.
    private var mayFail: Bool {
        switch sent.first {
        case .query(let query)?: query.state != .failed
        case .sync(let ending, _)?, .refusedQuery(_, let ending, _)?, .poison(let ending)?: !ending.hasFailed
        case .parse?, .bind?, .close?, .describeStatement?, .describePortal?, .execute?, .refusedParse?: true
        // All has been answered: a Flush that found the time out, or a cancel that came late.
        case nil: pipeline.stage == .open || pipeline.stage == .skipping && answer.isDropped
        }
    }

    /// The ErrorResponse as the client gets it, its SQLSTATE for the log, and the rule that stands behind it.
    private func shownError(_ fields: ErrorFields) -> (ByteBuffer, String, String?) {
        var shown = ByteBuffer()
        if let refusal = replacement {
            shown.writeRefusal(refusal)
            return (shown, refusal.sqlState, refusal.rule)
        }
        var kept = self.shown(fields)
        // The server ends the session for another reason than the client would guess.
        if fields.severity == "FATAL", let words = waitingWords {
            kept.fields.removeAll { $0.code == UInt8(ascii: "H") }
            kept.fields.append((UInt8(ascii: "H"), "chaperone: \(words)"))
        }
        shown.writeErrorResponse(kept)
        return (shown, kept.sqlState, nil)
    }

    /// The refusal that our own failing text, or the end of a COPY, stands for.
    private var replacement: Refusal? {
        switch sent.first {
        case .refusedParse(let refusal)?, .refusedQuery(let refusal, _, _)?: return refusal
        case .query?, .execute?:
            if case .ended(let refusal) = copyIn { return refusal }
            return nil
        case .parse?, .bind?, .close?, .describeStatement?, .describePortal?, .sync?, .poison?, nil: return nil
        }
    }

    private mutating func end(_ shown: ByteBuffer, sqlState: String, rule: String?) {
        if let run = sent.running {
            run.account(shown)
            record(run, "failed", sqlState: sqlState, rule: rule)
        }
        toClient.writeImmutableBuffer(shown)
    }

    /// The message at the front has failed, and with it what the server does not do for that: what it never did is
    /// taken back, the newest first.
    private mutating func failFirst() {
        switch sent.first {
        case .query(var query)?:
            let undone = Operation.query(query).pendingRuns
            abandon(Array(undone), firstHasOutcome: !answer.isDropped || undone.first?.isCut == true)
            takeBack(undone)
            query.state = .failed
            sent.replaceFirst(.query(query))
        case .sync(var ending, let segment)?:
            ending.hasFailed = true
            sent.replaceFirst(.sync(ending, segment: segment))
        case .refusedQuery(let refusal, var ending, let followsPipeline)?:
            ending.hasFailed = true
            sent.replaceFirst(.refusedQuery(refusal, ending, followsPipeline: followsPipeline))
        case .poison?: return
        case .parse?, .bind?, .close?, .describeStatement?, .describePortal?, .execute?, .refusedParse?, nil: skip()
        }
    }

    /// The server passes over everything before the next Sync.
    private mutating func skip() {
        let skipped = sent.takeSkipped()
        var hasOutcome = false
        if case .execute(let run, _)? = skipped.first { hasOutcome = !answer.isDropped || run.isCut }
        abandon(skipped.flatMap(\.pendingRuns), firstHasOutcome: hasOutcome)
        for operation in skipped.reversed() {
            forget(operation)
            takeBack(operation.pendingRuns)
        }
        guard sent.isEmpty else { return }
        // The Sync is still to come.
        pipeline.skip()
        dropHeld(reason: "a statement before it in its pipeline failed")
    }

    private func abandon(_ runs: [StatementRun], firstHasOutcome: Bool) {
        for run in firstHasOutcome ? runs.dropFirst() : runs[...] where !run.isCut { record(run, "abandoned") }
    }

    private mutating func takeBack(_ runs: ArraySlice<StatementRun>) {
        for run in runs.reversed() {
            if let changes = run.changes { book.takeBack(changes) }
            settle(run)
        }
    }

    private mutating func forget(_ operation: Operation) {
        switch operation {
        case .parse(let statement, _): book.remove(statement)
        case .bind(let portal): book.remove(portal)
        case .close(.statement(let statement)): book.putBack(statement)
        case .close(.portal(let portal)): book.putBack(portal)
        case .close(.nothing), .describeStatement, .describePortal, .execute, .query, .sync, .refusedParse,
            .refusedQuery, .poison:
            return
        }
    }

    mutating func notice(_ message: ByteBuffer) {
        guard let fields = Self.fields(of: message) else {
            return fail("the upstream server sent a malformed notice", sqlState: "08P01")
        }
        guard ["NOTICE", "WARNING", "INFO"].contains(fields.severity), !answer.isDropped else { return }
        switch sent.first {
        case .refusedParse?, .refusedQuery?, .poison?: return
        case .query?, .execute?, .parse?, .bind?, .close?, .describeStatement?, .describePortal?, .sync?, nil: break
        }
        guard mayTell(fields) else { return }
        var shown = ByteBuffer()
        shown.writeNoticeResponse(self.shown(fields))
        if let run = sent.running {
            guard !run.isCut else { return }
            run.account(shown)
        }
        toClient.writeImmutableBuffer(shown)
    }
}
