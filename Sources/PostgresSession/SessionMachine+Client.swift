import AuditLog
import Detectors
import Judge
import NIOCore
import Policy
import PostgresWire

/// What the client sends.
extension SessionMachine {
    mutating func handle(_ type: UInt8, _ body: ByteBuffer) {
        if skipsToSync, type != UInt8(ascii: "S"), type != UInt8(ascii: "X") { return }
        if let ending, Self.begins(type) { return fail(ending.reason, sqlState: ending.sqlState) }
        switch type {
        case UInt8(ascii: "Q"): query(body, isRetry: false)
        case UInt8(ascii: "P"): parse(body, isRetry: false)
        case UInt8(ascii: "B"): bind(body)
        case UInt8(ascii: "D"): describe(body)
        case UInt8(ascii: "E"): execute(body)
        case UInt8(ascii: "C"): close(body)
        case UInt8(ascii: "H"):
            // A server that copies in ignores Flush.
            forward(body)
        case UInt8(ascii: "S"): sync(body)
        case UInt8(ascii: "d"), UInt8(ascii: "c"), UInt8(ascii: "f"): copy(type, body)
        case UInt8(ascii: "X"):
            toUpstream.writeTerminate()
            effects.append(.close(reason: "client ended the session"))
            isClosed = true
        case UInt8(ascii: "F"):
            refuse(
                Refusal(
                    message: "calls of functions by the function call message are not possible",
                    hint: "use SELECT function(…)", rule: "chaperone/function-call"),
                via: "function_call", raw: [], isQuery: true)
        default: malformed(WireViolation("message type \(type) is not expected here"))
        }
    }

    /// Whether the message brings a statement, or runs one.
    private static func begins(_ type: UInt8) -> Bool {
        type == UInt8(ascii: "Q") || type == UInt8(ascii: "P") || type == UInt8(ascii: "B") || type == UInt8(ascii: "E")
            || type == UInt8(ascii: "F")
    }

    mutating func handleOversized(_ type: UInt8, _ count: Int) {
        if skipsToSync { return }
        refuse(
            Refusal(
                sqlState: "54000", message: "statement of \(count) bytes is over the lane's limit",
                hint: "send data by COPY or as parameters", rule: "chaperone/statement-too-long"),
            via: type == UInt8(ascii: "Q") ? "simple" : "parse", raw: [], isQuery: type == UInt8(ascii: "Q"))
    }

    /// - Parameter body: of a message as the framer gives it, its header before it.
    private mutating func forward(_ body: ByteBuffer) {
        var message = body
        message.moveReaderIndex(to: 0)
        toUpstream.writeBuffer(&message)
    }

    // MARK: judging

    private mutating func judged(_ text: [UInt8], parameterTypes: [UInt32] = []) -> Judgement {
        let start = environment.nowMicroseconds()
        let judgement = judgeInForce().judge(text, names: names, parameterTypes: parameterTypes)
        let taken = environment.nowMicroseconds() &- start
        switch judgement {
        case .permit: environment.decided(.permitted, taken)
        case .refuse: environment.decided(.refused, taken)
        // One that is held is counted when it is decided.
        case .approve, .needsCatalog: break
        }
        return judgement
    }

    mutating func query(_ body: ByteBuffer, isRetry: Bool) {
        var reader = body
        guard let text = reader.readCStringBytes(), reader.readableBytes == 0 else {
            return malformed(WireViolation("invalid Query message"))
        }
        if mustWaitForCatalog { return hold(.query(body, isRetry: isRetry)) }
        switch judged(text) {
        case .needsCatalog(let refusal):
            if isRetry { return refuse(refusal, via: "simple", raw: text, isQuery: true) }
            hold(.query(body, isRetry: true))
        case .refuse(let refusal): refuse(refusal, via: "simple", raw: text, isQuery: true)
        case .permit(let permit): send(query: permit, raw: text)
        case .approve(let permit): hold(query: permit, raw: text)
        }
    }

    private var mustWaitForCatalog: Bool { catalogChanges > 0 || isCatalogStale }

    private mutating func hold(_ message: HeldMessage) {
        held = message
        if catalogChanges == 0 { return effects.append(isCatalogStale ? .awaitCatalog : .refreshCatalog) }
        // What is waited for may stand unsent in the server's buffer until a Sync that is held up here.
        if isMidPipeline { toUpstream.writeMessage(UInt8(ascii: "H")) { _ in } }
    }

    mutating func send(query permit: Permit, raw: [UInt8]) {
        var runs: [StatementRun] = []
        for profile in permit.statements {
            let judged = JudgedStatement(
                profile, text: permit.auditText, rewritten: permit.rewrittenAuditText, rawText: raw)
            guard let run = begin(judged, via: "simple") else {
                for run in runs { record(run, "abandoned") }
                return
            }
            runs.append(run)
        }
        for run in runs { apply(run) }
        queue.append(.query(runs: runs, index: 0))
        toUpstream.writeQuery(permit.text)
    }

    /// Writes the intent. Nil when the log cannot keep it: then nothing is forwarded, and the client is told.
    private mutating func begin(
        _ judged: JudgedStatement, via: String, progress: RowProgress = RowProgress()
    ) -> StatementRun? {
        statementCount += 1
        let intent = AuditEvent.Intent(via: via, statement: judged.recorded)
        if let failure = environment.record(statementCount, .intent(intent)) {
            refuseUnrecorded(failure, isQuery: via == "simple")
            return nil
        }
        return StatementRun(
            number: statementCount, judged: judged, startedMicroseconds: environment.nowMicroseconds(),
            captureBytesLimit: judge.target.record.bytesLimit,
            detectors: judged.profile.detects && !judge.detectors.isEmpty ? judge.detectors : nil, progress: progress)
    }

    private mutating func apply(_ run: StatementRun) {
        guard run.judged.hasEffects else { return }
        let profile = run.profile
        run.undo = .names(names, statements: statements)
        if profile.effects.contains(.catalogChanged) {
            run.changesCatalog = true
            catalogChanges += 1
        }
        if transactionStatus == UInt8(ascii: "E"), profile.effects.contains(.commit) {
            names.transactionEnded(rolledBack: true)
        }
        names.apply(profile)
        if profile.effects.contains(.discardAll) || profile.effects.contains(.deallocate(name: nil)) {
            statements = statements.filter { $0.key.isEmpty }
        }
        for effect in profile.effects {
            switch effect {
            // Of SQL PREPARE the profile is kept in `names`, where it is the stricter of both.
            case .deallocate(let name?), .prepare(let name): statements[Array(name.utf8)] = nil
            default: continue
            }
        }
    }

    // MARK: refusing

    mutating func refuse(_ refusal: Refusal, via: String, raw: [UInt8], isQuery: Bool) {
        statementCount += 1
        let decision = AuditEvent.decision(
            AuditEvent.Decision(
                verdict: refusal.needsApproval ? "approve" : "deny", rule: refusal.rule,
                message: refusal.rule == "chaperone/syntax" ? "not understood" : refusal.message, via: via,
                text: refusal.auditText, rawText: raw, kinds: refusal.kinds.map(\.rawValue).sorted(),
                phi: refusal.phi))
        _ = environment.record(statementCount, decision)
        answer(with: refusal, isQuery: isQuery)
    }

    mutating func refuseUnrecorded(_ failure: AuditRefusal, isQuery: Bool) {
        environment.decided(.refused, 0)
        answer(with: Self.unrecorded(failure), isQuery: isQuery)
    }

    static func unrecorded(_ failure: AuditRefusal) -> Refusal {
        Refusal(
            sqlState: "53100", message: "the audit log cannot record this statement: \(failure.reason)",
            hint: "nothing runs unrecorded; ask the operator of the sidecar", rule: "chaperone/audit")
    }

    private mutating func answer(with refusal: Refusal, isQuery: Bool) {
        // Idle, with nothing on its way: the server need not know.
        if isQuery, queue.isEmpty, !isMidPipeline, transactionStatus == UInt8(ascii: "I") {
            toClient.writeRefusal(refusal)
            toClient.writeReadyForQuery(transactionStatus)
            return
        }
        queue.append(.refused(refusal, isQuery: isQuery))
        if isQuery {
            toUpstream.writeQuery(Array(Self.refusedText.utf8))
        } else {
            toUpstream.writeParse(
                name: [], text: Array(Self.refusedText.utf8), types: ByteBuffer(integer: Int16(0)))
            statements[[]] = nil
            isMidPipeline = true
            skipsToSync = true
        }
    }

    // MARK: extended protocol

    mutating func parse(_ body: ByteBuffer, isRetry: Bool) {
        var reader = body
        guard let name = reader.readCStringBytes(), let text = reader.readCStringBytes(),
            let types = reader.getInteger(at: reader.readerIndex, as: UInt16.self),
            reader.readableBytes == 2 + Int(types) * 4
        else { return malformed(WireViolation("invalid Parse message")) }
        if mustWaitForCatalog { return hold(.parse(body, isRetry: isRetry)) }
        var numbers = reader
        numbers.moveReaderIndex(forwardBy: 2)
        let parameterTypes = (0..<types).compactMap { _ in numbers.readInteger(as: UInt32.self) }
        switch judged(text, parameterTypes: parameterTypes) {
        case .needsCatalog(let refusal):
            if isRetry { return refuse(refusal, via: "parse", raw: text, isQuery: false) }
            hold(.parse(body, isRetry: true))
        case .refuse(let refusal): refuse(refusal, via: "parse", raw: text, isQuery: false)
        case .approve(let permit):
            // The approval is for executing it; where there can be none, the client knows it sooner.
            if environment.openApproval == nil, let refusal = permit.unapproved {
                environment.decided(.refused, 0)
                return refuse(refusal, via: "parse", raw: text, isQuery: false)
            }
            environment.decided(.permitted, 0)
            prepare(permit, name, text, reader)
        case .permit(let permit): prepare(permit, name, text, reader)
        }
    }

    /// - Parameter types: the rest of the Parse message.
    private mutating func prepare(_ permit: Permit, _ name: [UInt8], _ text: [UInt8], _ types: ByteBuffer) {
        guard permit.statements.count <= 1 else {
            return refuse(
                Refusal(
                    sqlState: "42601", message: "cannot insert multiple commands into a prepared statement",
                    rule: "chaperone/syntax", auditText: permit.auditText), via: "parse", raw: text, isQuery: false)
        }
        var judged = JudgedStatement(
            permit.statements.first ?? StatementProfile(kinds: []), text: permit.auditText,
            rewritten: permit.rewrittenAuditText, rawText: text)
        guard let sqlName = Self.sqlName(name) else {
            return refuse(
                .decomposed("prepared statement", auditText: permit.auditText), via: "parse", raw: text, isQuery: false)
        }
        let undo = Undo.statement(name, statements[name], sql: names.prepared[sqlName])
        if !name.isEmpty {
            guard statements.count < Self.namesLimit else {
                return refuse(
                    Refusal(
                        sqlState: "54000", message: "more than \(Self.namesLimit) prepared statements",
                        rule: "chaperone/names"), via: "parse", raw: text, isQuery: false)
            }
            // The server refuses a name that is taken and keeps the old statement, which is of another policy.
            guard !names.isOutdated(statement: sqlName) else {
                return refuse(
                    .outdated("prepared statement \"\(sqlName)\"", auditText: permit.auditText), via: "parse",
                    raw: text, isQuery: false)
            }
            // Of the same policy: what counts is the stricter.
            if let old = statements[name] { judged = judged.with(judged.profile.stricter(with: old.judged.profile)) }
            names.prepare(name: sqlName, judged.profile.withoutEffects)
        }
        statements[name] = PreparedStatement(judged, sent: permit.text, revision: revision)
        enqueue(.parse(isRewritten: permit.isRewritten, undo: undo))
        toUpstream.writeParse(name: name, text: permit.text, types: types)
    }

    private mutating func bind(_ body: ByteBuffer) {
        var reader = body
        guard let portal = reader.readCStringBytes(), let name = reader.readCStringBytes(),
            let parts = BindParts(&reader)
        else { return malformed(WireViolation("invalid Bind message")) }
        guard let text = Self.sqlName(name), let portalName = Self.sqlName(portal) else {
            return refuse(.decomposed("prepared statement or portal"), via: "bind", raw: [], isQuery: false)
        }
        let judge = judgeInForce()
        let known =
            statements[name]
            ?? names.prepared[text].map { sql in
                PreparedStatement(
                    sql: sql, name: text, revision: names.isOutdated(statement: text) ? nil : judge.revision)
            }
        guard var statement = known else {
            return refuse(
                Refusal(
                    sqlState: "26000", message: "prepared statement \"\(text)\" does not exist",
                    rule: "chaperone/unknown-name"), via: "bind", raw: [], isQuery: false)
        }
        if statement.revision != judge.revision {
            do throws(Refusal) {
                statement = try renewed(statement, by: judge)
            } catch {
                return refuse(error, via: "bind", raw: statement.rawText, isQuery: false)
            }
            statements[name] = statement
            if !name.isEmpty { names.renew(statement: text, statement.judged.profile) }
        }
        let profile = statement.judged.profile
        if profile.refusesMaskMarker, parts.containsMaskMarker(in: body) {
            return refuse(.maskMarker(profile, statement.auditText), via: "bind", raw: [], isQuery: false)
        }
        guard portals.count < Self.namesLimit || portals[portal] != nil else {
            return refuse(
                Refusal(
                    sqlState: "54000", message: "more than \(Self.namesLimit) portals", rule: "chaperone/names"),
                via: "bind", raw: [], isQuery: false)
        }
        enqueue(.bind(undo: .portal(portal, portals[portal])))
        portals[portal] = Portal(statement, formats: parts.resultFormats)
        if !portal.isEmpty { names.bindPortal(name: portalName, profile) }
        forward(body)
    }

    /// A message of the extended protocol, on its way.
    private mutating func enqueue(_ operation: Operation) {
        isMidPipeline = true
        queue.append(operation)
    }

    private mutating func describe(_ body: ByteBuffer) {
        guard let (kind, name) = Self.kindAndName(body) else {
            return malformed(WireViolation("invalid Describe message"))
        }
        enqueue(
            kind == UInt8(ascii: "S")
                ? .describe(.statement(statements[name])) : .describe(.portal(portals[name])))
        forward(body)
    }

    private mutating func close(_ body: ByteBuffer) {
        guard let (kind, name) = Self.kindAndName(body) else {
            return malformed(WireViolation("invalid Close message"))
        }
        guard let text = Self.sqlName(name) else {
            return refuse(.decomposed("prepared statement or portal"), via: "close", raw: [], isQuery: false)
        }
        if kind == UInt8(ascii: "S") {
            enqueue(.close(undo: .statement(name, statements[name], sql: names.prepared[text])))
            statements[name] = nil
            names.deallocate(name: text)
        } else {
            enqueue(.close(undo: .portal(name, portals[name])))
            portals[name] = nil
        }
        forward(body)
    }

    /// As `names` knows it; nil where another name could be the same there, and not at the server.
    private static func sqlName(_ name: [UInt8]) -> String? {
        // On the path of every statement, where names are short, and mostly empty.
        if name.isEmpty { return "" }
        if name.allSatisfy({ $0 < 0x80 }) { return String(decoding: name, as: UTF8.self) }
        return String(validating: name, as: UTF8.self).flatMap { $0.isComposed ? $0 : nil }
    }

    private static func kindAndName(_ body: ByteBuffer) -> (UInt8, [UInt8])? {
        var reader = body
        guard let kind = reader.readInteger(as: UInt8.self), kind == UInt8(ascii: "S") || kind == UInt8(ascii: "P"),
            let name = reader.readCStringBytes(), reader.readableBytes == 0
        else { return nil }
        return (kind, name)
    }

    mutating func execute(_ body: ByteBuffer) {
        var reader = body
        guard let name = reader.readCStringBytes(), reader.readInteger(as: Int32.self) != nil, reader.readableBytes == 0
        else { return malformed(WireViolation("invalid Execute message")) }
        guard let text = Self.sqlName(name) else {
            return refuse(.decomposed("portal"), via: "execute", raw: [], isQuery: false)
        }
        // A cursor of DECLARE is a portal, too.
        let judge = judgeInForce()
        let cursor = names.cursors[text].map { sql in
            Portal(
                PreparedStatement(
                    sql: sql, name: text, revision: names.isOutdated(cursor: text) ? nil : judge.revision),
                formats: [])
        }
        let bound = portals[name]
        guard let portal = bound ?? cursor else {
            return refuse(
                Refusal(
                    sqlState: "34000", message: "portal \"\(text)\" does not exist", rule: "chaperone/unknown-name"),
                via: "execute", raw: [], isQuery: false)
        }
        if portal.statement.revision != judge.revision {
            do throws(Refusal) {
                portal.statement = try renewed(portal.statement, by: judge)
            } catch {
                return refuse(error, via: "execute", raw: portal.statement.rawText, isQuery: false)
            }
        }
        var judged = portal.statement.judged
        // A name that both could have: which of them the server means is not known, so the stricter counts.
        if bound != nil, let cursor {
            judged = judged.with(judged.profile.stricter(with: cursor.statement.judged.profile))
        }
        if let demand = judged.demand, portal.approvedRule != demand.rule {
            return hold(execute: body, portal: name, judged, demand)
        }
        guard let run = begin(judged, via: "execute", progress: portal.progress) else { return }
        if !portal.isUsed { apply(run) }
        portal.isUsed = true
        run.columns = portal.columns
        enqueue(.execute(run, portal))
        forward(body)
    }

    private mutating func sync(_ body: ByteBuffer) {
        skipsToSync = false
        isMidPipeline = false
        // A server that copies in ignores Sync.
        if !isCopyingIn { queue.append(.sync) }
        forward(body)
    }

    // MARK: COPY FROM STDIN

    private mutating func copy(_ type: UInt8, _ body: ByteBuffer) {
        // Out of COPY a server passes over these; so do we, before it would.
        guard isCopyingIn || queue.contains(where: \.isCopyIn), copyRefusal == nil else { return }
        let isData = type == UInt8(ascii: "d")
        if isData, let run = refusingCopy, carriesMarker(body) {
            copyRefusal = .maskMarker(run.profile, "")
            toUpstream.writeCopyFail(Self.refusedText)
        } else {
            forward(body)
        }
        guard !isData || copyRefusal != nil else { return }
        copyTail = []
        if isCopyingIn { isCopyingIn = false } else { copyEndsAhead += 1 }
    }

    /// A COPY on its way that must not take our own mask. Data may come before its COPY has begun: any counts.
    private var refusingCopy: StatementRun? {
        for operation in queue {
            for run in operation.pendingRuns
            where run.profile.kinds.contains(.copyIn) && run.profile.refusesMaskMarker {
                return run
            }
        }
        return nil
    }

    /// The marker may begin in one message and end in the next.
    private mutating func carriesMarker(_ body: ByteBuffer) -> Bool {
        let view = body.readableBytesView
        let seam = copyTail + view.prefix(BindParts.marker.count - 1)
        copyTail = Array((copyTail + view.suffix(BindParts.marker.count - 1)).suffix(BindParts.marker.count - 1))
        return ByteBuffer(bytes: seam).readableBytesView.contains(marker: BindParts.marker)
            || view.contains(marker: BindParts.marker)
    }
}

extension PreparedStatement {
    /// A statement of SQL PREPARE or DECLARE, reached by the extended protocol.
    /// - Parameter revision: nil when it is of an earlier policy.
    fileprivate convenience init(sql profile: StatementProfile, name: String, revision: UInt64?) {
        self.init(
            JudgedStatement(profile, text: "EXECUTE \(name)", rewritten: nil, rawText: []), sent: [],
            revision: revision)
    }
}

extension Refusal {
    fileprivate static func maskMarker(_ profile: StatementProfile, _ auditText: String) -> Refusal {
        Refusal(
            message: "a masked value (***) must not be written back over a real one",
            hint: "leave protected columns out of the write, or give their real values", rule: "chaperone/mask-marker",
            kinds: profile.kinds, phi: profile.phiWritten, auditText: auditText)
    }
}

extension ByteBuffer {
    mutating func writeRefusal(_ refusal: Refusal) {
        writeError(
            sqlState: refusal.sqlState, message: "chaperone: " + refusal.message, detail: "rule \(refusal.rule)",
            hint: refusal.hint)
    }
}
