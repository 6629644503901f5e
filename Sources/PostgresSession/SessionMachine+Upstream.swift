import AuditLog
import Judge
import NIOCore
import Policy
import PostgresWire

/// What the server answers.
extension SessionMachine {
    // MARK: rows and COPY data

    /// The statement whose answer arrives.
    private var running: StatementRun? {
        switch queue.first {
        case .query(let runs, let index)?: index < runs.count ? runs[index] : nil
        case .execute(let run, _)?: run
        default: nil
        }
    }

    var dataMode: BackendFramer.DataMode {
        guard let run = running else { return .pass }
        if run.detectors != nil { return .mustSee }
        return run.captures ? .seeWithinLimit : .pass
    }

    mutating func passData(_ type: UInt8, _ part: ByteBuffer, isStart: Bool) {
        guard let run = running else {
            return fail("the upstream server sent rows that nobody asked for", sqlState: "08P01")
        }
        guard !run.isCut, !dropsToReady else { return }
        if isStart, run.isRow(type, part), let limit = run.nextRow() { return stop(run, at: limit, .passing(part)) }
        deliver(part, of: run)
    }

    mutating func deliver(_ part: ByteBuffer, of run: StatementRun) {
        run.account(part, isWhole: false)
        write(part)
    }

    private mutating func data(_ type: UInt8, _ message: ByteBuffer) {
        guard let run = running else {
            return fail("the upstream server sent rows that nobody asked for", sqlState: "08P01")
        }
        guard !run.isCut, !dropsToReady else { return }
        if run.isRow(type, message), let limit = run.nextRow() {
            return stop(run, at: limit, .message(type, message))
        }
        deliver(type, message, of: run)
    }

    mutating func deliver(_ type: UInt8, _ message: ByteBuffer, of run: StatementRun) {
        var shown = message
        if let detectors = run.detectors {
            let masker = RowMasker(detectors: detectors)
            let masked =
                type == UInt8(ascii: "D")
                ? masker.masked(row: message, columns: run.columns, count: &run.cellsMasked)
                : masker.masked(copy: message, format: &run.copyFormat, count: &run.cellsMasked)
            shown = masked ?? message
        }
        run.account(shown, isWhole: true)
        write(shown)
    }

    private mutating func write(_ message: ByteBuffer) { toClient.writeImmutableBuffer(message) }

    /// Row N+1 of a limited statement is not the client's: an error for it, a cancel for the server.
    mutating func cut(_ run: StatementRun, _ refusal: Refusal) {
        run.withdrawRow()
        var error = ByteBuffer()
        error.writeRefusal(refusal)
        run.account(error, isWhole: true)
        run.isCut = true
        record(run, "cut", sqlState: refusal.sqlState, rule: refusal.rule)
        toClient.writeImmutableBuffer(error)
        // Whether the server fails the transaction is a race with the cancel, and what was sent ahead may commit it.
        if transactionStatus == UInt8(ascii: "T"), queue.dropFirst().contains(where: { !$0.isSync }) {
            return fail("a statement was cut with others sent ahead of it in its transaction", sqlState: "08P01")
        }
        // Nor is it known whom a cancel hits: a BEGIN that was sent ahead would fail, and what follows it commit by
        // itself. The server is left to finish then, and what it still gives is dropped.
        if !isNextSentAhead {
            effects.append(.cancelUpstream)
            cancelsOnTheirWay += 1
        }
        dropsToReady = true
        if case .execute? = queue.first, !queue.contains(where: \.isSync) {
            skipsToSync = true
            dropHeld(reason: "a statement before it in its pipeline was cut")
        }
    }

    /// Something was forwarded that the server runs after the ReadyForQuery which ends what runs now.
    private var isNextSentAhead: Bool {
        if case .query? = queue.first { return queue.count > 1 }
        guard let sync = queue.firstIndex(where: \.isSync) else { return false }
        return queue[queue.index(after: sync)...].contains { !$0.isSync }
    }

    // MARK: messages

    mutating func answer(_ type: UInt8, _ message: ByteBuffer) {
        switch type {
        case UInt8(ascii: "D"), UInt8(ascii: "d"): data(type, message)
        case UInt8(ascii: "N"): notice(message)
        case UInt8(ascii: "S"): parameterStatus(message)
        case UInt8(ascii: "A"): notification(message)
        case UInt8(ascii: "E"): error(message)
        case UInt8(ascii: "Z"): ready(message)
        case UInt8(ascii: "C"), UInt8(ascii: "I"), UInt8(ascii: "s"): complete(type, message)
        case UInt8(ascii: "1"), UInt8(ascii: "2"), UInt8(ascii: "3"): acknowledge(message)
        case UInt8(ascii: "T"), UInt8(ascii: "t"), UInt8(ascii: "n"): describe(type, message)
        case UInt8(ascii: "G"), UInt8(ascii: "H"): startCopy(type, message)
        case UInt8(ascii: "c"): pass(message)
        default: fail("the upstream server sent a message that is not expected", sqlState: "08P01")
        }
    }

    /// Passes a message that belongs to the running statement.
    private mutating func pass(_ message: ByteBuffer) {
        guard !dropsToReady, running?.isCut != true else { return }
        running?.account(message, isWhole: true)
        write(message)
    }

    private mutating func acknowledge(_ message: ByteBuffer) {
        switch queue.first {
        case .parse?, .bind?, .close?:
            if case .close(.statement(let name, _, _))? = queue.first {
                names.closed(statement: String(decoding: name, as: UTF8.self))
            }
            queue.removeFirst()
            if !dropsToReady { write(message) }
        default: fail("the upstream server answered what was not asked", sqlState: "08P01")
        }
    }

    private mutating func describe(_ type: UInt8, _ message: ByteBuffer) {
        guard case .describe(let described)? = queue.first else {
            if type == UInt8(ascii: "T") {
                running?.columns = RowMasker.columns(of: message)
            }
            return pass(message)
        }
        if !dropsToReady { write(message) }
        if type == UInt8(ascii: "t") { return }
        queue.removeFirst()
        guard type == UInt8(ascii: "T"), let columns = RowMasker.columns(of: message) else { return }
        switch described {
        case .statement(let statement?):
            statement.columns = columns
            // Executes that are already on their way.
            for case .execute(let run, let portal) in queue where run.columns == nil && portal.statement === statement {
                run.columns = portal.columns
            }
        case .portal(let portal?):
            portal.describe(columns)
            for case .execute(let run, let executed) in queue where executed === portal { run.columns = columns }
        case .statement(nil), .portal(nil): return
        }
    }

    private mutating func startCopy(_ type: UInt8, _ message: ByteBuffer) {
        guard running != nil else {
            return fail("the upstream server started a COPY that nobody asked for", sqlState: "08P01")
        }
        if type == UInt8(ascii: "G") {
            if copyEndsAhead > 0 {
                // All of the data came ahead.
                copyEndsAhead -= 1
            } else {
                isCopyingIn = true
                // Syncs that came before the data are ignored by the server.
                while queue.count > 1, case .sync = queue[queue.index(after: queue.startIndex)] {
                    queue.remove(at: queue.index(after: queue.startIndex))
                }
            }
        } else {
            let isBinary = message.getInteger(at: message.readerIndex + 5, as: UInt8.self) == 1
            running?.copyFormat = isBinary ? .binary(isFirst: true) : .text
        }
        pass(message)
    }

    // MARK: ends of statements

    private mutating func complete(_ type: UInt8, _ message: ByteBuffer) {
        isCopyingIn = false
        guard let run = running else {
            // An empty query string.
            if case .query? = queue.first { return write(message) }
            return fail("the upstream server completed what was not asked", sqlState: "08P01")
        }
        if dropsToReady {
            // It ran, though the client is not told: it has an error for the whole of it.
            if !run.isCut {
                record(run, "completed", tag: type == UInt8(ascii: "C") ? tagged(message, run.profile).1 : "")
            }
            return advance()
        }
        var shown = message
        var tag = ""
        if type == UInt8(ascii: "C") {
            (shown, tag) = tagged(message, run.profile)
            for notice in run.profile.notices {
                var text = ByteBuffer()
                text.writeNotice(notice)
                run.account(text, isWhole: true)
                write(text)
            }
        }
        run.account(shown, isWhole: true)
        write(shown)
        record(run, "completed", tag: type == UInt8(ascii: "s") ? "suspended" : tag)
        if run.judged.hasEffects { names.completed(run.profile) }
        advance()
    }

    /// Past the statement that has ended.
    private mutating func advance() {
        switch queue.first {
        case .query(let runs, let index)?:
            settle(runs[index])
            queue[queue.startIndex] = .query(runs: runs, index: index + 1)
        case .execute(let run, _)?:
            settle(run)
            queue.removeFirst()
        default: return
        }
    }

    /// A statement that changes the catalog has ended, one way or another.
    private mutating func settle(_ run: StatementRun) {
        guard run.changesCatalog else { return }
        run.changesCatalog = false
        catalogChanges -= 1
        if !isLastOfItsOwn(run) { hasUncommittedChange = true }
        isCatalogStale = true
        effects.append(.catalogChanged)
        if catalogChanges == 0, held != nil { effects.append(.awaitCatalog) }
    }

    /// The last statement of a query string outside a transaction: the server has committed it before it says so.
    private func isLastOfItsOwn(_ run: StatementRun) -> Bool {
        guard case .query(let runs, _)? = queue.first else { return false }
        return runs.last === run && transactionStatus == UInt8(ascii: "I")
    }

    /// `SELECT 3` of a moved RETURNING is what the client asked for: `UPDATE 3`.
    private func tagged(_ message: ByteBuffer, _ profile: StatementProfile) -> (ByteBuffer, String) {
        var body = message
        body.moveReaderIndex(forwardBy: min(5, body.readableBytes))
        let tag = body.readCString() ?? ""
        guard let repair = profile.tagRepair, tag.hasPrefix("SELECT ") else { return (message, tag) }
        let count = tag.dropFirst("SELECT ".count)
        let repaired = repair == .insert ? "INSERT 0 \(count)" : "\(repair.rawValue) \(count)"
        var shown = ByteBuffer()
        shown.writeCommandComplete(repaired)
        return (shown, repaired)
    }

    private mutating func ready(_ message: ByteBuffer) {
        guard let status = message.getInteger(at: message.readerIndex + 5, as: UInt8.self),
            [UInt8(ascii: "I"), UInt8(ascii: "T"), UInt8(ascii: "E")].contains(status)
        else { return fail("the upstream server sent an invalid ReadyForQuery", sqlState: "08P01") }
        switch queue.first {
        case .query(let runs, let index)?:
            for run in runs[min(index, runs.count)...] {
                if !run.isCut { record(run, "abandoned") }
                settle(run)
            }
            queue.removeFirst()
        case .sync?, .refused(_, isQuery: true)?, .poison?: queue.removeFirst()
        default: return fail("the upstream server is ready for what was not asked", sqlState: "08P01")
        }
        let failed = transactionStatus == UInt8(ascii: "E")
        transactionStatus = status
        isCopyingIn = false
        copyRefusal = nil
        if dropsToReady {
            dropsToReady = false
            // The server had completed what was cut: the client was told of an error, so its transaction must fail.
            if status == UInt8(ascii: "T"), queue.isEmpty {
                queue.append(.poison)
                return toUpstream.writeQuery(Array(Self.refusedText.utf8))
            }
        }
        if hasUncommittedChange, status == UInt8(ascii: "I") {
            hasUncommittedChange = false
            isCatalogStale = true
            effects.append(.catalogChanged)
        }
        if queue.isEmpty {
            copyEndsAhead = 0
            if status == UInt8(ascii: "I") {
                portals = [:]
                if names.inTransaction { names.transactionEnded(rolledBack: failed) }
                names.becameIdle()
            }
        }
        if cancelsOnTheirWay > 0 { heldReady = message } else { write(message) }
    }

    // MARK: errors

    private mutating func error(_ message: ByteBuffer) {
        var body = message
        body.moveReaderIndex(forwardBy: min(5, body.readableBytes))
        guard let fields = ErrorFields(body: body) else {
            return fail("the upstream server sent a malformed error", sqlState: "08P01")
        }
        let isFatal = fields.severity == "FATAL" || fields.severity == "PANIC"
        if case .poison? = queue.first, !isFatal { return }
        if queue.first?.isCopyIn == true, !isCopyingIn, copyEndsAhead > 0 { copyEndsAhead -= 1 }
        isCopyingIn = false
        var shown = ByteBuffer()
        var sqlState = fields.sqlState
        var rule: String?
        if case .refused(let refusal, _)? = queue.first {
            shown.writeRefusal(refusal)
        } else if let refusal = copyRefusal {
            shown.writeRefusal(refusal)
            (sqlState, rule) = (refusal.sqlState, refusal.rule)
            copyRefusal = nil
        } else {
            shown.writeErrorResponse(self.shown(fields))
        }
        if !dropsToReady { end(shown, sqlState: sqlState, rule: rule) }
        skipFailed()
        if isFatal {
            if dropsToReady { toClient.writeImmutableBuffer(shown) }
            effects.append(.close(reason: "the upstream server ended the session (\(fields.sqlState))"))
            abandon()
        }
    }

    private mutating func end(_ shown: ByteBuffer, sqlState: String, rule: String?) {
        if let run = running {
            run.account(shown, isWhole: true)
            record(run, "failed", sqlState: sqlState, rule: rule)
        }
        toClient.writeImmutableBuffer(shown)
    }

    /// After an error the server skips to Sync; a simple query goes straight to ReadyForQuery. What it never did is
    /// taken back, the newest first.
    private mutating func skipFailed() {
        switch queue.first {
        case .query(let runs, let index)?:
            // Later messages may have built on its names: then they stay, and a name too many is refused upstream.
            if queue.count == 1 { undo(queue.first?.undo) }
            if index < runs.count, !runs[index].isCut, !dropsToReady { advance() }
            return
        case .refused(_, isQuery: true)?, nil: return
        default: break
        }
        var skipped: [Undo] = []
        var isFirst = true
        while let operation = queue.first {
            if case .sync = operation { break }
            if let undo = operation.undo { skipped.append(undo) }
            for run in operation.pendingRuns {
                // The first is the one that failed, and has its outcome.
                if !isFirst { record(run, "abandoned") }
                settle(run)
            }
            queue.removeFirst()
            isFirst = false
        }
        for change in skipped.reversed() { undo(change) }
        if queue.isEmpty {
            // The Sync is still to come; a server passes over everything before it.
            skipsToSync = true
            dropHeld(reason: "a statement before it in its pipeline failed")
        }
    }

    private func shown(_ fields: ErrorFields) -> ErrorFields {
        switch queue.first {
        case .query(let runs, let index)?:
            // An error of parsing or planning can be of any statement of the string.
            if runs[min(index, runs.count)...].contains(where: { $0.profile.serverText == .scrub }) {
                return fields.scrubbed
            }
        case .execute(let run, _)?: if run.profile.serverText == .scrub { return fields.scrubbed }
        case .parse?, .bind?, .describe?:
            // Constants are evaluated while planning; whose they are is not kept, so the strictest counts.
            if statements.values.contains(where: { $0.judged.profile.serverText == .scrub }) { return fields.scrubbed }
        // Deferred constraints speak at Sync.
        case .sync?: if scrubsAtSync { return fields.scrubbed }
        default: break
        }
        // A position counts in the text that the server was sent.
        return isRewritten ? fields.withoutPosition : fields
    }

    private var isRewritten: Bool {
        switch queue.first {
        case .query(let runs, _)?: runs.contains(where: \.isRewritten)
        case .execute(let run, _)?: run.isRewritten
        case .parse(let isRewritten, _)?: isRewritten
        default: true
        }
    }

    private var scrubsAtSync: Bool {
        portals.values.contains { $0.statement.judged.profile.serverText == .scrub }
            || statements.values.contains { $0.judged.profile.serverText == .scrub }
    }

    private mutating func notice(_ message: ByteBuffer) {
        var body = message
        body.moveReaderIndex(forwardBy: min(5, body.readableBytes))
        guard let fields = ErrorFields(body: body) else {
            return fail("the upstream server sent a malformed notice", sqlState: "08P01")
        }
        guard ["NOTICE", "WARNING", "INFO"].contains(fields.severity), !dropsToReady else { return }
        var shown = ByteBuffer()
        shown.writeNoticeResponse(self.shown(fields))
        if let refused = queue.first, case .refused = refused { return }
        pass(shown)
    }

    /// The sender is told as the client knows it: itself by the ID of its own session, nobody else.
    private mutating func notification(_ message: ByteBuffer) {
        guard let sender = message.getInteger(at: message.readerIndex + 5, as: Int32.self) else {
            return fail("the upstream server sent a malformed notification", sqlState: "08P01")
        }
        var shown = message
        let known = sender == environment.processID ? environment.shownProcessID : 0
        shown.setInteger(known, at: shown.readerIndex + 5)
        write(shown)
    }

    // MARK: parameters

    private mutating func parameterStatus(_ message: ByteBuffer) {
        var body = message
        body.moveReaderIndex(forwardBy: min(5, body.readableBytes))
        guard let name = body.readCString(), let value = body.readCString() else {
            return fail("the upstream server sent a malformed parameter", sqlState: "08P01")
        }
        switch name {
        // Who asks is the server's matter where nothing is protected.
        case "session_authorization" where !environment.judge().looksAtRelations,
            "is_superuser" where !environment.judge().looksAtRelations:
            write(message)
        case "client_encoding" where value != "UTF8", "standard_conforming_strings" where value != "on",
            "session_authorization", "is_superuser":
            record(change: name)
            fail("\(name) was changed in this session, which chaperone does not allow", sqlState: "42501")
        default: if ReportedParameters.passes(name) { write(message) }
        }
    }

    private mutating func record(change name: String) {
        statementCount += 1
        _ = environment.record(
            statementCount,
            .decision(
                AuditEvent.Decision(
                    verdict: "deny", rule: "chaperone/setting", message: "\(name) was changed in the session",
                    via: "parameter_status", text: "", rawText: [])))
    }
}
