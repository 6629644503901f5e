import AuditLog
package import HubAPI
import Judge
import NIOCore
import Policy
import PostgresWire

/// What waits for a person.
extension SessionMachine {
    // MARK: asking

    /// - Returns: the request's ID, or why nobody is asked.
    private mutating func ask(
        _ demand: ApprovalDemand, _ statement: UInt64, _ text: String, _ profile: StatementProfile, rows: UInt64?,
        boundValues: Int = 0, account run: StatementRun? = nil
    ) -> Result<String, Refusal> {
        guard let open = environment.openApproval else {
            return .failure(Refusal(unapproved: demand, profile, auditText: text))
        }
        guard let id = open() else {
            return .failure(
                Refusal(
                    sqlState: "53400", message: demand.text() + "; too many statements of this lane wait for approval",
                    hint: "wait until some are decided", rule: demand.rule, kinds: profile.kinds, phi: profile.phiRead,
                    auditText: text, needsApproval: true))
        }
        let pending = AuditEvent.Approval(
            id: id, rule: demand.rule, state: ApprovalState.State.pending.rawValue, approvers: demand.approvers,
            expiresSeconds: demand.expiresSeconds, rows: rows)
        if let failure = environment.record(statement, .approval(pending)) {
            effects.append(.withdrawApproval(id: id))
            return .failure(Self.unrecorded(failure))
        }
        var notice = ByteBuffer()
        let what = rows.map { " for more than \($0) rows" } ?? ""
        notice.writeNotice("chaperone: " + demand.notice(what, id: id))
        run?.account(notice, isWhole: true)
        toClient.writeImmutableBuffer(notice)
        effects.append(
            .requestApproval(
                ApprovalQuestion(
                    id: id, demand: demand, statement: statement, text: text, source: profile.runs,
                    boundValues: boundValues, phiRead: profile.phiRead, phiWritten: profile.phiWritten, rows: rows)))
        return .success(id)
    }

    private func record(_ id: String, _ rule: String, _ statement: UInt64, _ state: ApprovalState, rows: UInt64? = nil)
        -> AuditRefusal?
    {
        environment.record(
            statement,
            .approval(
                AuditEvent.Approval(
                    id: id, rule: rule, state: state.state.rawValue, rows: rows, decidedBy: state.decidedBy,
                    reason: state.reason)))
    }

    // MARK: statements

    /// Holds a Query whose permit has demands that `approvedRules` do not meet.
    mutating func hold(query permit: Permit, raw: [UInt8], approvedRules: [String] = []) {
        let open = permit.statements.lazy.compactMap { profile in
            profile.demands.first { !approvedRules.contains($0.rule) }.map { (profile, $0) }
        }.first
        guard let (profile, demand) = open else { return send(query: permit, raw: raw) }
        let text = permit.rewrittenAuditText ?? permit.auditText
        switch ask(demand, statementCount + 1, text, profile, rows: nil) {
        case .failure(let refusal):
            environment.decided(.refused, 0)
            refuseQuery(refusal, via: "simple", raw: raw)
        case .success(let id):
            held = .approval(
                HeldStatement(
                    place: .query(permit, raw: raw), id: id, demand: demand, approvedRules: approvedRules,
                    kinds: profile.kinds, phi: profile.phiRead, auditText: permit.auditText, rawText: raw))
        }
    }

    mutating func hold(
        execute body: ByteBuffer, portal: Portal, _ judged: JudgedStatement, _ demand: ApprovalDemand
    ) {
        let (recorded, profile) = (judged.recorded, judged.profile)
        switch ask(demand, statementCount + 1, judged.sentText, profile, rows: nil, boundValues: portal.boundValues) {
        case .failure(let refusal): refuseParse(refusal, via: "execute", raw: recorded.rawText)
        case .success(let id):
            held = .approval(
                HeldStatement(
                    place: .execute(body, portal), id: id, demand: demand, kinds: profile.kinds,
                    phi: profile.phiRead, auditText: recorded.text, rawText: recorded.rawText))
        }
    }

    /// - Parameter state: not pending. Of a request that nobody waits for any more it is passed over.
    package mutating func decided(_ state: ApprovalState) {
        guard !isClosed else { return }
        if case .approval(let waiting)? = held, waiting.id == state.id {
            held = nil
            settle(waiting, state)
            pumpClient()
        } else if let waiting = heldRows, waiting.id == state.id {
            heldRows = nil
            settle(waiting, state)
            pumpUpstream()
            pumpClient()
        }
    }

    private mutating func settle(_ waiting: HeldStatement, _ state: ApprovalState) {
        let failure = record(waiting.id, waiting.demand.rule, statementCount + 1, state)
        guard state.state == .approved else {
            if waiting.isQuery { environment.decided(.refused, 0) }
            return refuse(
                waiting, waiting.refusal(Self.text(waiting.demand, state), needsApproval: state.state != .denied))
        }
        if let failure { return refuseUnrecorded(failure, isQuery: waiting.isQuery) }
        switch waiting.place {
        case .query(let permit, let raw): proceed(waiting, permit, raw)
        case .execute(let body, let portal):
            portal.approvedRules.append(waiting.demand.rule)
            execute(body)
        }
    }

    private mutating func refuse(_ waiting: HeldStatement, _ refusal: Refusal) {
        if waiting.isQuery {
            refuseQuery(refusal, via: waiting.via, raw: waiting.rawText)
        } else {
            refuseParse(refusal, via: waiting.via, raw: waiting.rawText)
        }
    }

    /// Policy, catalog and names may have changed while the statement was held: what was approved is what is sent.
    private mutating func proceed(_ waiting: HeldStatement, _ permit: Permit, _ raw: [UInt8]) {
        var refusal = waiting.refusal(
            "the policy or the database changed while the statement was held: send it again")
        switch judgeInForce().judge(raw, names: book.names) {
        case .permit(let now), .approve(let now):
            if now.text == permit.text {
                let approved = waiting.approvedRules + [waiting.demand.rule]
                if now.demands.allSatisfy({ approved.contains($0.rule) }) { environment.decided(.permitted, 0) }
                return hold(query: now, raw: raw, approvedRules: approved)
            }
        case .refuse(let now), .needsCatalog(let now): refusal = now
        }
        environment.decided(.refused, 0)
        refuse(waiting, refusal)
    }

    private static func text(_ demand: ApprovalDemand, _ state: ApprovalState) -> String {
        let reason = state.reason.map { ": \($0)" } ?? ""
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
            let boundValues = run.boundValues
            switch ask(
                demand, run.number, run.judged.sentText, run.profile, rows: rows, boundValues: boundValues, account: run
            ) {
            case .failure(let refusal): cut(run, refusal)
            case .success(let id): heldRows = HeldRows(row: row, run: run, limit: limit, id: id, demand: demand)
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
        case .passing(let part): deliver(part, of: run)
        }
    }

    // MARK: ends without a decision

    /// Whether the server's answer is wanted now.
    package var wantsUpstreamBytes: Bool { heldRows == nil }

    /// The client's CancelRequest.
    /// - Returns: false when it is for the server.
    package mutating func cancel() -> Bool {
        guard !isClosed else { return false }
        let message = "canceling statement due to user request"
        if let waiting = heldRows {
            heldRows = nil
            withdraw(waiting.id, waiting.demand, waiting.run.number, Self.canceled)
            cut(waiting.run, Refusal(sqlState: "57014", message: message, rule: waiting.demand.rule))
            pumpUpstream()
        } else if case .approval(let waiting)? = held, !sent.hasPendingRuns {
            held = nil
            withdraw(waiting.id, waiting.demand, statementCount + 1, Self.canceled)
            if waiting.isQuery { environment.decided(.refused, 0) }
            refuse(waiting, waiting.refusal(message, sqlState: "57014", needsApproval: true))
        } else {
            return false
        }
        pumpClient()
        return true
    }

    private static let canceled = "canceled by the client"

    /// Nobody will wait for decisions any longer: what is held is refused, and the session goes on.
    package mutating func endHolds(reason: String) {
        for id in [heldStatement?.id, heldRows?.id].compactMap(\.self) {
            effects.append(.withdrawApproval(id: id))
            decided(ApprovalState(id: id, state: .withdrawn, reason: reason))
        }
    }

    private var heldStatement: HeldStatement? { if case .approval(let waiting)? = held { waiting } else { nil } }

    /// A held message will never be acted on: the server skips it, or a side has gone.
    mutating func dropHeld(reason: String) {
        defer { held = nil }
        guard let waiting = heldStatement else { return }
        withdraw(waiting.id, waiting.demand, statementCount + 1, reason)
        statementCount += 1
        _ = environment.record(
            statementCount,
            .decision(
                AuditEvent.Decision(
                    verdict: "approve", rule: waiting.demand.rule, message: reason, via: waiting.via,
                    text: waiting.auditText, rawText: waiting.rawText, kinds: waiting.kinds.map(\.rawValue).sorted(),
                    phi: waiting.phi)))
    }

    mutating func dropHeldRows(reason: String) {
        guard let waiting = heldRows else { return }
        heldRows = nil
        withdraw(waiting.id, waiting.demand, waiting.run.number, reason)
        waiting.run.withdrawRow()
    }

    private mutating func withdraw(_ id: String, _ demand: ApprovalDemand, _ statement: UInt64, _ reason: String) {
        effects.append(.withdrawApproval(id: id))
        _ = record(id, demand.rule, statement, ApprovalState(id: id, state: .withdrawn, reason: reason))
    }
}
