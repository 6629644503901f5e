import AuditLog
import Judge
import NIOCore
import Policy
import PostgresWire

/// What the server answers: each message is taken for what is at the front of `sent`, or the session ends.
extension SessionMachine {
    mutating func take(_ type: UInt8, _ message: ByteBuffer) {
        if readsOwn, type != UInt8(ascii: "A"), !Self.isFatal(type, message) { return answerOwn(type, message) }
        switch type {
        case UInt8(ascii: "D"), UInt8(ascii: "d"): data(type, message)
        case UInt8(ascii: "N"): notice(message)
        case UInt8(ascii: "S"): parameterStatus(message)
        case UInt8(ascii: "A"): notification(message)
        case UInt8(ascii: "E"): error(message)
        case UInt8(ascii: "Z"): ready(message)
        case UInt8(ascii: "C"), UInt8(ascii: "I"), UInt8(ascii: "s"): complete(type, message)
        case UInt8(ascii: "1"), UInt8(ascii: "2"), UInt8(ascii: "3"): acknowledge(type, message)
        case UInt8(ascii: "T"), UInt8(ascii: "t"), UInt8(ascii: "n"): describe(type, message)
        case UInt8(ascii: "G"), UInt8(ascii: "H"): startCopy(type, message)
        case UInt8(ascii: "c"): endCopyOut(message)
        default: lost("sent a message that is not expected")
        }
    }

    // MARK: rows and COPY data

    var dataMode: BackendFramer.DataMode {
        if readsOwn { return .mustSee }
        guard let run = sent.running else { return .pass }
        return run.seesRows ? .mustSee : .pass
    }

    /// The statement that a row or a piece of COPY data is of; nil: nobody's, and the session has ended.
    private mutating func owner(of type: UInt8) -> StatementRun? {
        if let run = sent.running {
            switch run.copyOut {
            case .none: if type == UInt8(ascii: "D"), !run.judged.mayCopyIn { return run }
            case .open: if type == UInt8(ascii: "d") { return run }
            case .ended: break
            }
        }
        lost("sent rows that nobody asked for")
        return nil
    }

    mutating func passData(_ type: UInt8, _ part: ByteBuffer, isStart: Bool) {
        guard let run = owner(of: type), !run.isCut, !answer.isDropped else { return }
        guard isStart else { return deliver(more: part, of: run) }
        let isRow = run.isRow(type, part)
        if isRow, let limit = run.nextRow() { return stop(run, at: limit, .passing(part)) }
        deliver(start: part, of: run, isCounted: isRow)
    }

    /// - Parameter isCounted: it is a row.
    mutating func deliver(start part: ByteBuffer, of run: StatementRun, isCounted: Bool = true) {
        if isCounted, let meter = run.meter, let refusal = charge(AnswerMeter.row, meter, of: run) {
            return cut(run, refusal)
        }
        if run.account(part) { keepParts(of: run) }
        toClient.writeImmutableBuffer(part)
    }

    private mutating func deliver(more part: ByteBuffer, of run: StatementRun) {
        if run.account(more: part) { keepParts(of: run) }
        toClient.writeImmutableBuffer(part)
    }

    private func keepParts(of run: StatementRun) { run.keepParts { environment.record(run.number, $0) == nil } }

    private mutating func data(_ type: UInt8, _ message: ByteBuffer) {
        guard let run = owner(of: type), !run.isCut, !answer.isDropped else { return }
        if run.isRow(type, message), let limit = run.nextRow() {
            return stop(run, at: limit, .message(type, message))
        }
        deliver(type, message, of: run)
    }

    mutating func deliver(_ type: UInt8, _ message: ByteBuffer, of run: StatementRun) {
        if let meter = run.meter, run.isRow(type, message) {
            guard let usage = meter.usage(of: message, run) else {
                return fail("the upstream server sent a malformed row", sqlState: "08P01")
            }
            if let refusal = charge(usage, meter, of: run) { return cut(run, refusal) }
        }
        var shown = message
        switch searched(type, message, of: run) {
        case .unchanged: break
        case .masked(let masked, let cells):
            shown = masked
            run.cellsMasked += cells
        case .malformed: return fail("the upstream server sent a malformed row", sqlState: "08P01")
        }
        if run.account(shown) { keepParts(of: run) }
        toClient.writeImmutableBuffer(shown)
    }

    private func searched(_ type: UInt8, _ message: ByteBuffer, of run: StatementRun) -> RowMasker.Outcome {
        guard let detectors = run.detectors else { return .unchanged }
        let masker = RowMasker(detectors: detectors)
        guard case .open(var format) = run.copyOut else {
            return masker.masked(row: message, columns: run.columns, formats: run.formats)
        }
        defer { run.copyOut = .open(format) }
        return masker.masked(copy: message, format: &format)
    }

    /// Row N+1 of a limited statement is not the client's: an error for it, a cancel for the server.
    mutating func cut(_ run: StatementRun, _ refusal: Refusal) {
        run.withdrawRow()
        var error = ByteBuffer()
        error.writeRefusal(refusal)
        run.account(error)
        run.isCut = true
        record(run, "cut", sqlState: refusal.sqlState, rule: refusal.rule)
        toClient.writeImmutableBuffer(error)
        // Whether the server fails the transaction is a race with the cancel, and what was sent ahead may commit it.
        if transactionStatus == .open, sent.behindFirst.contains(where: { !$0.isSync }) {
            return fail("a statement was cut with others sent ahead of it in its transaction", sqlState: "08P01")
        }
        // Nor is it known whom a cancel hits: a BEGIN that was sent ahead would fail, and what follows it commit by
        // itself. The server is left to finish then, and what it still gives is dropped.
        if sent.isNextSentAhead {
            answer = .cut(hasFailed: false, .none)
        } else {
            effects.append(.cancelUpstream)
            answer = .cut(hasFailed: false, .onItsWay)
        }
        if case .execute? = sent.first, !sent.hasSync {
            pipeline.skip()
            dropHeld(reason: "a statement before it in its pipeline was cut")
        }
    }

    // MARK: messages of one kind of operation

    /// Passes a message that belongs to the running statement.
    private mutating func pass(_ message: ByteBuffer, of run: StatementRun) {
        guard !answer.isDropped, !run.isCut else { return }
        run.account(message)
        toClient.writeImmutableBuffer(message)
    }

    private mutating func acknowledge(_ type: UInt8, _ message: ByteBuffer) {
        var isShown = !answer.isDropped
        switch sent.first {
        case .parse(let statement, let isAsked)? where type == UInt8(ascii: "1"):
            statement.made()
            isShown = isShown && isAsked
        case .bind(let portal)? where type == UInt8(ascii: "2"): portal.isMade = true
        case .close? where type == UInt8(ascii: "3"): break
        case .parse?, .bind?, .close?, .query?, .describeStatement?, .describePortal?, .execute?, .sync?,
            .refusedParse?, .refusedQuery?, .poison?, nil:
            return lost("answered what was not asked")
        }
        sent.removeFirst()
        if isShown { toClient.writeImmutableBuffer(message) }
    }

    private mutating func describe(_ type: UInt8, _ message: ByteBuffer) {
        let isRows = type == UInt8(ascii: "T")
        switch sent.first {
        case .query(let query)? where isRows:
            guard let run = query.running, run.copyOut == .none else { return lost("described what was not asked") }
            run.columns = RowMasker.columns(of: message)
            return pass(message, of: run)
        case .describeStatement(let statement, hasParameters: false)? where type == UInt8(ascii: "t"):
            if statement.judged.mayNeedApproval { statement.describeParameters(message) }
            sent.replaceFirst(.describeStatement(statement, hasParameters: true))
        case .describeStatement(let statement, hasParameters: true)? where isRows:
            sent.removeFirst()
            describe(statement, RowMasker.columns(of: message))
        case .describePortal(let portal)? where isRows:
            sent.removeFirst()
            describe(portal, RowMasker.columns(of: message))
        case .describeStatement(_, hasParameters: true)? where type == UInt8(ascii: "n"),
            .describePortal? where type == UInt8(ascii: "n"):
            sent.removeFirst()
        case .query?, .describeStatement?, .describePortal?, .parse?, .bind?, .close?, .execute?, .sync?,
            .refusedParse?, .refusedQuery?, .poison?, nil:
            return lost("described what was not asked")
        }
        if !answer.isDropped { toClient.writeImmutableBuffer(message) }
    }

    private func describe(_ statement: PreparedStatement, _ columns: [RowMasker.Column]?) {
        guard let columns else { return }
        statement.columns = columns
        // Executes that are already on their way.
        sent.forEachExecute { run, portal in
            if run.columns == nil, portal.statement === statement { run.columns = portal.columns }
        }
    }

    private func describe(_ portal: Portal, _ columns: [RowMasker.Column]?) {
        guard let columns else { return }
        portal.describe(columns)
        sent.forEachExecute { run, executed in if executed === portal { run.columns = columns } }
    }

    private mutating func startCopy(_ type: UInt8, _ message: ByteBuffer) {
        guard let run = sent.running, run.copyOut == .none else {
            return lost("started a COPY that nobody asked for")
        }
        if type == UInt8(ascii: "G") {
            beginCopyIn(run)
        } else if run.profile.kinds.contains(.copyOut) {
            let isBinary = message.getInteger(at: message.readerIndex + 5, as: UInt8.self) == 1
            run.meter?.copyColumns = Int(message.getInteger(at: message.readerIndex + 6, as: UInt16.self) ?? 0)
            run.copyOut = .open(isBinary ? .binary(isFirst: true) : .text)
        } else {
            lost("started a COPY that nobody asked for")
        }
        if !isClosed { pass(message, of: run) }
    }

    private mutating func endCopyOut(_ message: ByteBuffer) {
        guard let run = sent.running, case .open = run.copyOut else { return lost("ended a COPY that was not begun") }
        run.copyOut = .ended
        pass(message, of: run)
    }

    // MARK: at any time

    /// The sender is told as the client knows it: itself by the ID of its own session, others by that of their backend. What
    /// others say is told where nothing is protected, and on channels that the policy names: triggers name channels after values, put
    /// values into payloads, and how many there are follows from them, since the server tells those that are alike once. In a
    /// transaction that may have run such triggers the session is others, too: whose a notification is, and what it was
    /// told together with, is not known.
    private mutating func notification(_ message: ByteBuffer) {
        var body = message
        body.moveReaderIndex(forwardBy: min(5, body.readableBytes))
        guard let sender = body.readInteger(as: Int32.self), let channel = body.readCStringBytes(),
            let payload = body.readCStringBytes(), body.readableBytes == 0
        else { return fail("the upstream server sent a malformed notification", sqlState: "08P01") }
        let judge = environment.judge()
        let isTold =
            !judge.protectsColumns
            || judge.terms.notify?.contains { $0.utf8.elementsEqual(channel) } == true
        let isOwn = sender == environment.processID
        guard isTold || isOwn && !exposure.hasRunEntrusted else { return }
        toClient.writeNotification(
            processID: isOwn ? environment.shownProcessID : sender, channel: channel, payload: isTold ? payload : [])
    }

    /// - Parameter isTold: whether the client is to know of it at all.
    mutating func parameterStatus(_ message: ByteBuffer, isTold: Bool = true) {
        var body = message
        body.moveReaderIndex(forwardBy: min(5, body.readableBytes))
        guard let name = body.readCString(), let value = body.readCString() else {
            return fail("the upstream server sent a malformed parameter", sqlState: "08P01")
        }
        switch name {
        // Who asks is the server's matter where nothing is protected.
        case "session_authorization" where !environment.judge().looksAtRelations,
            "is_superuser" where !environment.judge().looksAtRelations:
            if isTold { toClient.writeImmutableBuffer(message) }
        // The server repeats this one name of it as it was given.
        case "client_encoding" where value != "UTF8" && value != "UNICODE",
            "standard_conforming_strings" where value != "on",
            "session_authorization", "is_superuser":
            record(change: name)
            fail("\(name) was changed in this session, which chaperone does not allow", sqlState: "42501")
        default:
            let isTold = isTold && (!exposure.mayHoldLeftovers || !ReportedParameters.holdsAnyText(name))
            if isTold, ReportedParameters.passes(name) { toClient.writeImmutableBuffer(message) }
        }
    }

    private mutating func record(change name: String) {
        recordDecision(
            AuditEvent.Decision(
                verdict: "deny", rule: "chaperone/setting", message: "\(name) was changed in the session",
                via: "parameter_status", text: "", rawText: []))
    }
}
