import AuditLog
package import HubAPI
import Judge
import NIOCore
import Policy
import PostgresWire

/// What waits for a person.
extension SessionMachine {
    // MARK: asking

    /// What is asked about.
    struct Matter {
        var statement: UInt64
        var text: String
        /// What the server is sent, nothing left out.
        var sent: [UInt8]
        /// The one that demands it.
        var profile: StatementProfile
        /// All that the decision is for.
        var profiles: [StatementProfile]
        /// Rows that the client has already.
        var rows: UInt64?
        var bound = BoundValues.none
        /// What of its own time has passed.
        var takenMicroseconds: UInt64 = 0
        /// Whose answer the notice is part of.
        var run: StatementRun?
    }

    /// - Returns: the request's ID, or why nobody is asked.
    private mutating func ask(_ demand: ApprovalDemand, _ matter: Matter) -> Result<String, Refusal> {
        guard let open = environment.openApproval else {
            return .failure(Refusal(unapproved: demand, matter.profile, auditText: matter.text))
        }
        guard let id = open() else { return .failure(Self.tooMany(demand, matter)) }
        if let failure = recordPending(id, demand, matter) {
            effects.append(.withdrawApproval(id: id))
            return .failure(Self.unrecorded(failure))
        }
        var notice = ByteBuffer()
        notice.writeNotice(
            "chaperone: " + demand.notice(Self.what(matter), id: id), hint: isInTransaction ? Self.openTransaction : nil
        )
        matter.run?.account(notice)
        toClient.writeImmutableBuffer(notice)
        effects.append(.requestApproval(question(id, demand, matter)))
        return .success(id)
    }

    static func tooMany(_ demand: ApprovalDemand, _ matter: Matter) -> Refusal {
        Refusal(
            sqlState: "53400", message: demand.text() + "; too many statements of this lane wait for approval",
            hint: "wait until some are decided", rule: demand.rule, kinds: matter.profile.kinds,
            phi: matter.profile.phiRead, auditText: matter.text, needsApproval: true)
    }

    static func what(_ matter: Matter) -> String { matter.rows.map { " for more than \($0) rows" } ?? "" }

    func question(_ id: String, _ demand: ApprovalDemand, _ matter: Matter) -> ApprovalQuestion {
        let (profiles, bound) = (matter.profiles, matter.bound)
        let sources = profiles.compactMap(\.runs?.shown)
        return ApprovalQuestion(
            id: id, demand: demand, statement: matter.statement, text: matter.text,
            source: sources.isEmpty ? nil : sources.joined(separator: "\n"), boundValues: bound.count,
            parameters: bound.shown, phiRead: Set(profiles.flatMap(\.phiRead)).sorted(),
            phiWritten: Set(profiles.flatMap(\.phiWritten)).sorted(), rows: matter.rows,
            timeoutMilliseconds: book.names.settings.current.statementTimeoutMilliseconds.map {
                max(0, $0 - Int64(clamping: matter.takenMicroseconds / 1_000))
            })
    }

    /// What runs with the statements: their own values, and those of the portals and cursors that they fetch from.
    func boundValues(of profiles: [StatementProfile], with own: BoundValues = .none) -> BoundValues {
        var all = [own]
        for profile in profiles {
            var cursor = profile.cursor
            while let name = cursor, let portal = book.portal(name.client), portal.name == name {
                all.append(portal.bound ?? .none)
                cursor = portal.statement.judged.profile.cursor
            }
        }
        return BoundValues(all: all)
    }

    private func matter(_ permit: Permit, _ profile: StatementProfile) -> Matter {
        Matter(
            statement: statementsSeen + 1, text: permit.rewrittenAuditText ?? permit.auditText, sent: permit.text,
            profile: profile, profiles: permit.statements, bound: boundValues(of: permit.statements))
    }

    func recordPending(_ id: String, _ demand: ApprovalDemand, _ matter: Matter) -> AuditRefusal? {
        environment.record(
            matter.statement,
            .approval(
                AuditEvent.Approval(
                    id: id, rule: demand.rule, state: ApprovalState.State.pending.rawValue,
                    text: matter.rows == nil ? matter.text : nil, approvers: demand.approvers,
                    expiresSeconds: demand.expiresSeconds, rows: matter.rows,
                    parameters: matter.bound.shown)))
    }

    /// What has been done in it is held with the statement.
    private var isInTransaction: Bool {
        transactionStatus != .idle || book.names.settings.openSince != nil
    }

    private static let openTransaction =
        "it waits in an open transaction: what that has locked stays locked, and the server may end it "
        + "(idle_in_transaction_session_timeout)"

    func record(
        _ id: String, _ rule: String, _ statement: UInt64, _ state: ApprovalState, rows: UInt64? = nil
    ) -> AuditRefusal? {
        environment.record(
            statement,
            .approval(
                AuditEvent.Approval(
                    id: id, rule: rule, state: state.state.rawValue, rows: rows, decidedBy: state.decidedBy,
                    reason: state.reason)))
    }

    // MARK: statements

    /// Holds a Query whose permit has demands that `approved` does not meet.
    mutating func hold(query permit: Permit, raw: [UInt8], approved: [ApprovalDemand] = []) {
        var approved = approved
        let standing = permit.demands.filter { $0.asksAgain && !approved.contains($0) }
        if let profile = permit.statements.first(where: { !$0.demands.isEmpty }), !standing.isEmpty {
            if let refusal = askAgain(standing, matter(permit, profile)) {
                return refuseQuery(refusal, via: "simple", raw: raw)
            }
            approved += standing
        }
        let open = permit.statements.lazy.compactMap { profile in
            profile.demands.first { !approved.contains($0) }.map { (profile, $0) }
        }.first
        guard let (profile, demand) = open else { return send(query: permit, raw: raw) }
        switch ask(demand, matter(permit, profile)) {
        case .failure(let refusal):
            refuseQuery(refusal, via: "simple", raw: raw)
        case .success(let id):
            held = .approval(
                HeldStatement(
                    place: .query(permit, raw: raw), id: id, demand: demand, approved: approved,
                    kinds: profile.kinds, phi: profile.phiRead, auditText: permit.auditText, rawText: raw,
                    shape: judge.shape(touchedBy: permit.statements)))
        }
    }

    mutating func hold(
        execute body: ByteBuffer, portal: Portal, _ judged: JudgedStatement, _ bound: BoundValues,
        _ demand: ApprovalDemand, _ attempt: Attempt
    ) {
        let (recorded, profile) = (judged.recorded, judged.profile)
        let matter = Matter(
            statement: statementsSeen + 1, text: judged.sentText, sent: judged.sent, profile: profile,
            profiles: [profile], bound: bound)
        let standing = judged.demands.filter { $0.asksAgain && !portal.approved.contains($0) }
        if !standing.isEmpty {
            if !attempt.isFresh, environment.standing != nil { return holdForCatalog(.execute, body, isFresh: true) }
            if let refusal = askAgain(standing, matter) {
                return refuseParse(refusal, via: "execute", raw: recorded.rawText)
            }
            portal.approved += standing
            return execute(body, attempt)
        }
        switch ask(demand, matter) {
        case .failure(let refusal): refuseParse(refusal, via: "execute", raw: recorded.rawText)
        case .success(let id):
            held = .approval(
                HeldStatement(
                    place: .execute(body, portal), id: id, demand: demand, kinds: profile.kinds,
                    phi: profile.phiRead, auditText: recorded.text, rawText: recorded.rawText,
                    shape: judge.shape(touchedBy: [profile])))
        }
    }

    /// - Parameter state: not pending. Of a request that nobody waits for any more it is passed over.
    package mutating func decided(_ state: ApprovalState) {
        guard !isClosed else { return }
        if case .approval(let waiting)? = held, waiting.id == state.id {
            held = nil
            settle(waiting, state)
            pumpClient()
        } else if answer.rows?.id == state.id, let waiting = answer.takeRows() {
            settle(waiting, state)
            pumpUpstream()
            pumpClient()
        }
    }

    private mutating func settle(_ waiting: HeldStatement, _ state: ApprovalState) {
        let failure = record(waiting.id, waiting.demand.rule, statementsSeen + 1, state)
        guard state.state == .approved else {
            return refuse(
                waiting, waiting.refusal(Self.text(waiting.demand, state), needsApproval: state.state != .denied))
        }
        if let failure { return refuseUnrecorded(failure, isQuery: waiting.isQuery) }
        switch waiting.place {
        case .query(let permit, let raw): proceed(waiting, permit, raw)
        case .execute(let body, let portal):
            guard judgeInForce().shape(touchedBy: [portal.statement.judged.profile]) == waiting.shape else {
                return refuse(waiting, Self.changed(waiting))
            }
            portal.approved.append(waiting.demand)
            execute(body, .fresh)
        }
    }

    private mutating func refuse(_ waiting: HeldStatement, _ refusal: Refusal) {
        if waiting.isQuery {
            refuseQuery(refusal, via: waiting.via, raw: waiting.rawText)
        } else {
            refuseParse(refusal, via: waiting.via, raw: waiting.rawText)
        }
    }

    private mutating func proceed(_ waiting: HeldStatement, _ permit: Permit, _ raw: [UInt8]) {
        do throws(Refusal) {
            guard let now = try asBefore(permit, raw, waiting.shape) else {
                return refuse(waiting, Self.changed(waiting))
            }
            hold(query: now, raw: raw, approved: waiting.approved + [waiting.demand])
        } catch {
            refuse(waiting, error)
        }
    }

    /// Policy, catalog and names may have changed while a Query was held: what was judged, or approved of, is what is sent.
    /// - Returns: the permit of now; nil: it would send, or touch, something else.
    mutating func asBefore(_ permit: Permit, _ raw: [UInt8], _ shape: [String]) throws(Refusal) -> Permit? {
        let judge = judgeInForce()
        // What is not there for the catalog of now, or was not when it was first judged, is not asked for once more.
        switch judge.judge(raw, names: book.names, isFresh: true) {
        case .permit(let now), .approve(let now):
            // A name may be something else's by now.
            return now.text == permit.text && judge.shape(touchedBy: now.statements) == shape ? now : nil
        case .refuse(let refusal), .needsCatalog(let refusal): throw refusal
        }
    }

    private static func changed(_ waiting: HeldStatement) -> Refusal {
        waiting.refusal("the policy or the database changed while the statement was held: send it again")
    }

    /// For whoever waited, or asked again.
    static func text(_ demand: ApprovalDemand, _ state: ApprovalState) -> String {
        let reason = (state.reason.map { ": \($0)" } ?? "") + " (request \(state.id))"
        return switch state.state {
        case .denied: "blocked by rule \"\(demand.rule)\": approval was denied\(reason)"
        case .expired: "\(demand.text()); nobody decided within \(demand.expiresSeconds) s\(reason)"
        case .pending, .approved, .withdrawn, .abandoned: "\(demand.text()); the request was withdrawn\(reason)"
        }
    }

    // MARK: rows

    /// Row N+1 of a statement: it is cut, or its answer is held.
    mutating func stop(_ run: StatementRun, at limit: Int, _ row: HeldRows.Row) {
        let rows = run.rowsInAll - 1
        switch run.profile.rowLimits[limit].consequence {
        case .observe: return pass(row, of: run)
        case .deny(let denial):
            let rule = denial.rule ?? "default"
            let message =
                "blocked by rule \"\(rule)\" after \(rows) rows" + (denial.message.map { ": \($0)" } ?? "")
            cut(run, Refusal(message: message, hint: Self.narrower, rule: rule))
        case .approve(let demand):
            guard environment.openApproval != nil else {
                let message = demand.text(" for more than \(rows) rows") + "; needs approval, no approver reachable"
                return cut(run, Refusal(message: message, hint: Self.narrower, rule: demand.rule))
            }
            let matter = Matter(
                statement: run.number, text: run.judged.sentText, sent: run.judged.sent, profile: run.profile,
                profiles: [run.profile], rows: rows, bound: run.bound,
                takenMicroseconds: environment.nowMicroseconds() &- run.startedMicroseconds, run: run)
            if demand.asksAgain {
                if let refusal = askAgain([demand], matter) {
                    return cut(run, refusal)
                }
                if let next = run.nextLimit(after: limit) { return stop(run, at: next, row) }
                return pass(row, of: run)
            }
            switch ask(demand, matter) {
            case .failure(let refusal): cut(run, refusal)
            case .success(let id):
                answer = .held(HeldRows(row: row, run: run, limit: limit, id: id, demand: demand))
            }
        }
    }

    private static let narrower = "narrow the statement down, or aggregate"

    private mutating func settle(_ waiting: HeldRows, _ state: ApprovalState) {
        let failure = record(waiting.id, waiting.demand.rule, waiting.run.number, state)
        guard state.state == .approved else {
            return cut(
                waiting.run,
                Refusal(
                    message: Self.text(waiting.demand, state), hint: Self.narrower, rule: waiting.demand.rule))
        }
        if let failure { return cut(waiting.run, Self.unrecorded(failure)) }
        // Another rule may end at the same row.
        if let next = waiting.run.nextLimit(after: waiting.limit) {
            return stop(waiting.run, at: next, waiting.row)
        }
        pass(waiting.row, of: waiting.run)
    }

    private mutating func pass(_ row: HeldRows.Row, of run: StatementRun) {
        switch row {
        case .message(let type, let message): deliver(type, message, of: run)
        case .passing(let part): deliver(start: part, of: run)
        }
    }

    // MARK: ends without a decision

    /// Whether the server's answer is wanted now.
    package var wantsUpstreamBytes: Bool { !answer.isHeld }

    /// The client's CancelRequest.
    /// - Returns: false when it is for the server.
    package mutating func cancel() -> Bool {
        guard !isClosed else { return false }
        let message = "canceling statement due to user request"
        if let waiting = answer.takeRows() {
            withdraw(waiting.id, waiting.demand, waiting.run.number, Self.canceled)
            cut(waiting.run, Refusal(sqlState: "57014", message: message, rule: waiting.demand.rule))
            pumpUpstream()
        } else if case .approval(let waiting)? = held, !sent.hasPendingRuns {
            held = nil
            withdraw(waiting.id, waiting.demand, statementsSeen + 1, Self.canceled)
            refuse(waiting, waiting.refusal(message, sqlState: "57014", needsApproval: true))
        } else {
            return false
        }
        pumpClient()
        return true
    }

    private static let canceled = "canceled by the client"

    /// `statement_timeout` is over before anybody has decided. Of a request that nobody waits for any more it is passed over.
    package mutating func timedOut(_ id: String) {
        guard !isClosed else { return }
        let message = "canceling statement due to statement timeout: it waited for approval, as request \(id)"
        let reason = "statement_timeout was over"
        if answer.rows?.id == id, let waiting = answer.takeRows() {
            withdraw(id, waiting.demand, waiting.run.number, reason)
            cut(
                waiting.run,
                Refusal(sqlState: "57014", message: message, hint: Self.longer, rule: waiting.demand.rule))
            pumpUpstream()
        } else if case .approval(let waiting)? = held, waiting.id == id {
            held = nil
            withdraw(id, waiting.demand, statementsSeen + 1, reason)
            refuse(waiting, waiting.refusal(message, sqlState: "57014", hint: Self.longer, needsApproval: true))
        } else {
            return
        }
        pumpClient()
    }

    private static let longer = "SET statement_timeout longer than an approval takes, or 0"

    /// Nobody will wait for decisions any longer: what is held is refused, and the session goes on.
    package mutating func endHolds(reason: String) {
        for id in [heldStatement?.id, answer.rows?.id].compactMap(\.self) {
            effects.append(.withdrawApproval(id: id))
            decided(ApprovalState(id: id, state: .withdrawn, reason: reason))
        }
    }

    /// What the server's last words are of, where a statement waits for approval meanwhile.
    var waitingWords: String? {
        heldStatement.map { "a statement waited for approval then, by rule \"\($0.demand.rule)\" as request \($0.id)" }
    }

    private var heldStatement: HeldStatement? { if case .approval(let waiting)? = held { waiting } else { nil } }

    /// Whether a statement waits for this decision, and not an answer.
    package func holdsStatement(for id: String) -> Bool { heldStatement?.id == id }

    /// A held message will never be acted on: the server skips it, or a side has gone.
    mutating func dropHeld(reason: String) {
        defer { held = nil }
        guard let waiting = heldStatement else { return }
        withdraw(waiting.id, waiting.demand, statementsSeen + 1, reason)
        recordDecision(
            AuditEvent.Decision(
                verdict: "approve", rule: waiting.demand.rule, message: reason, via: waiting.via,
                text: waiting.auditText, rawText: waiting.rawText, kinds: waiting.kinds.map(\.rawValue).sorted(),
                phi: waiting.phi))
    }

    mutating func dropHeldRows(reason: String) {
        guard let waiting = answer.takeRows() else { return }
        withdraw(waiting.id, waiting.demand, waiting.run.number, reason)
        waiting.run.withdrawRow()
    }

    private mutating func withdraw(_ id: String, _ demand: ApprovalDemand, _ statement: UInt64, _ reason: String) {
        effects.append(.withdrawApproval(id: id))
        _ = record(id, demand.rule, statement, ApprovalState(id: id, state: .withdrawn, reason: reason))
    }
}
