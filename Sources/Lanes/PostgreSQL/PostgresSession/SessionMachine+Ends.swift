import Judge
import NIOCore
import PostgresWire

/// The ends of statements and of what is answered by ReadyForQuery.
extension SessionMachine {
    // MARK: completion

    mutating func complete(_ type: UInt8, _ message: ByteBuffer) {
        switch sent.first {
        // An empty query string.
        case .query(var query)? where query.runs.isEmpty && query.state == .running:
            guard type == UInt8(ascii: "I") else { return lost("completed what was not asked") }
            query.state = .completed
            sent.replaceFirst(.query(query))
            toClient.writeImmutableBuffer(message)
        case .query(let query)?:
            guard let run = query.running, type == UInt8(ascii: "C"), mayComplete(run) else {
                return lost("completed what was not asked")
            }
            complete(run, type, message)
        case .execute(let run, _)?:
            guard mayComplete(run) else { return lost("completed what was not asked") }
            complete(run, type, message)
        case .parse?, .bind?, .close?, .describeStatement?, .describePortal?, .sync?, .refusedParse?, .refusedQuery?,
            .poison?, nil:
            lost("completed what was not asked")
        }
    }

    /// It is not in the middle of a COPY.
    private func mayComplete(_ run: StatementRun) -> Bool {
        if case .open = run.copyOut { return false }
        switch copyIn {
        // CopyFail cannot be followed by success.
        case .open, .ended(.some): return false
        case .none, .mayBegin, .ended(nil): return true
        }
    }

    private mutating func complete(_ run: StatementRun, _ type: UInt8, _ message: ByteBuffer) {
        if answer.isDropped {
            // It ran, though the client is not told: it has an error for the whole of it.
            if !run.isCut {
                record(run, "completed", tag: type == UInt8(ascii: "C") ? tagged(message, run.judged).1 : "")
            }
            return advance()
        }
        var shown = message
        var tag = ""
        if type == UInt8(ascii: "C") {
            (shown, tag) = tagged(message, run.judged)
            for notice in run.judged.notices {
                var text = ByteBuffer()
                text.writeNotice(notice)
                run.account(text)
                toClient.writeImmutableBuffer(text)
            }
        }
        run.account(shown)
        toClient.writeImmutableBuffer(shown)
        record(run, "completed", tag: type == UInt8(ascii: "s") ? "suspended" : tag)
        if run.judged.hasEffects { correct(run, tag) }
        advance()
    }

    /// COMMIT of a transaction that had failed says so.
    private mutating func correct(_ run: StatementRun, _ tag: String) {
        guard tag == "ROLLBACK", let changes = run.changes, run.profile.effects.contains(.commit) else { return }
        book.commitRolledBack(changes)
    }

    /// Past the statement that has ended well.
    private mutating func advance() {
        switch sent.first {
        case .query(var query)?:
            settle(query.runs[query.index])
            query.index += 1
            if query.index == query.runs.count { query.state = .completed }
            sent.replaceFirst(.query(query))
        case .execute(let run, _)?:
            settle(run)
            sent.removeFirst()
        case .parse?, .bind?, .close?, .describeStatement?, .describePortal?, .sync?, .refusedParse?, .refusedQuery?,
            .poison?, nil:
            return
        }
        settleCopyIn()
    }

    /// A statement that texts wait for has ended, one way or another.
    mutating func settle(_ run: StatementRun) {
        if run.changesPath {
            run.changesPath = false
            changes.endsPath()
        }
        guard run.changesCatalog else { return }
        run.changesCatalog = false
        changes.endsCatalog(isCommitted: isCommitted(run))
        effects.append(.catalogChanged)
        if !changes.concernCatalog, case .forCatalog? = held { effects.append(.awaitCatalog) }
    }

    /// The last statement of a query string outside a transaction, which begins none itself: the server has committed it before
    /// it says so.
    private func isCommitted(_ run: StatementRun) -> Bool {
        guard case .query(let query)? = sent.first else { return false }
        return query.runs.last === run && transactionStatus == .idle
            && !query.runs.contains { $0.profile.effects.contains(.begin) }
    }

    /// `SELECT 3` of a moved RETURNING is what the client asked for: `UPDATE 3`.
    private func tagged(_ message: ByteBuffer, _ judged: JudgedStatement) -> (ByteBuffer, String) {
        var body = message
        body.moveReaderIndex(forwardBy: min(5, body.readableBytes))
        let tag = body.readCString() ?? ""
        guard let repair = judged.tagRepair, tag.hasPrefix("SELECT ") else { return (message, tag) }
        let count = tag.dropFirst("SELECT ".count)
        let repaired = repair == .insert ? "INSERT 0 \(count)" : "\(repair.rawValue) \(count)"
        var shown = ByteBuffer()
        shown.writeCommandComplete(repaired)
        return (shown, repaired)
    }

    /// Nothing is on its way, and no transaction is open.
    private mutating func forgetTransaction(wasOpen: Bool) {
        exposure.transactionEnded()
        own = .none
        let hasMade = book.forgetMade() && wasOpen
        // The reading that a definition began has not seen it before its transaction ended.
        if changes.transactionEnded(hasDefined: hasMade) { effects.append(.catalogChanged) }
    }

    // MARK: ReadyForQuery

    mutating func ready(_ message: ByteBuffer) {
        guard let status = TransactionStatus(ready: message) else {
            return fail("the upstream server sent an invalid ReadyForQuery", sqlState: "08P01")
        }
        let moment: UInt64
        var segment: UInt64?
        switch sent.first {
        case .query(let query)? where query.state != .running: moment = query.moment
        case .sync(let ending, let ended)?: (moment, segment) = (ending.moment, ended)
        case .refusedQuery(_, let ending, _)? where ending.hasFailed: moment = ending.moment
        case .poison(let ending)? where ending.hasFailed: moment = ending.moment
        case .query?, .refusedQuery?, .poison?, .parse?, .bind?, .close?, .describeStatement?, .describePortal?,
            .execute?, .refusedParse?, nil:
            return lost("is ready for what was not asked")
        }
        sent.removeFirst()
        if sent.isEmpty { readings = .one }
        let ended = answer.end()
        let rolledBack = ended.hasFailed || transactionStatus == .failed
        let wasOpen = transactionStatus != .idle
        transactionStatus = status
        settleCopyIn()
        // The server had completed what was cut: the client was told of an error, so its transaction must fail.
        if ended.wasCut, status == .open, sent.isEmpty {
            answer = .failing(ended.cancel)
            sent.append(.poison(Operation.Ending(moment: book.names.moment)))
            return toUpstream.writeQuery(Array(Self.refusedText.utf8))
        }
        if status == .idle {
            book.transactionEnded(at: moment, segment: segment, rolledBack: rolledBack)
            if sent.isEmpty { forgetTransaction(wasOpen: wasOpen) }
        }
        switch ended.cancel {
        case .none: toClient.writeImmutableBuffer(message)
        case .onItsWay: answer = .ready(message)
        }
    }
}
