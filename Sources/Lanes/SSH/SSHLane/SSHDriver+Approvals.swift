import AuditLog
import HubAPI
import Lane
import NIOCore
import Policy
import SSHJudge
import SSHSession

/// What waits for a person.
extension SSHDriver {
    func hold(_ question: HeldQuestion) {
        let demand = question.demand
        func refuse(_ words: String) {
            self.refuse(
                question.place, question.question, question.number, demand.rule, words, via: question.judgement.via,
                verdict: "approve")
        }
        guard let approvals else {
            return refuse(
                "an approval is wanted, and nobody can give one here: a sidecar of a hub has who decides (--hub)")
        }
        guard let id = approvals.open() else {
            return refuse(
                "an approval is wanted, and too much of this lane waits for one already: ask again when some are decided"
            )
        }
        let pending = AuditEvent.Approval(
            id: id, rule: demand.rule, state: ApprovalState.State.pending.rawValue, text: textToSend(of: question),
            approvers: demand.approvers, expiresSeconds: demand.expiresSeconds)
        if let reason = record(question.number, .approval(pending)) {
            approvals.withdraw(id)
            return refuse("the audit log cannot record this: \(reason)")
        }
        held[id] = question
        submit(id, question, approvals)
    }

    private func submit(_ id: String, _ question: HeldQuestion, _ approvals: ApprovalCalls) {
        guard case .running(let identity) = stage else { return }
        let policy = service.policy
        let demand = question.demand
        let request = ApprovalRequest(
            id: id, boot: approvals.boot, session: self.id, statement: question.number, principal: identity.principal,
            role: policy.role(of: identity.groups ?? policy.groups)?.name ?? "", target: policy.target.name,
            rule: demand.rule, message: demand.message, approvers: demand.approvers,
            expiresSeconds: demand.expiresSeconds, text: ApprovalText.of(textToSend(of: question)),
            phiRead: question.judgement.protectedPaths, phiWritten: [], rows: nil)
        let bound = NIOLoopBound(self, eventLoop: client.eventLoop)
        approvals.submit(
            request, on: client.eventLoop, waiting: { bound.value.tellToWait(id) },
            decided: { bound.value.decided($0) })
    }

    /// What an approval is for.
    private func textToSend(of question: HeldQuestion) -> String {
        question.judgement.command.map { shown($0, at: question.place) }
            ?? shown(question.question, at: question.place)
    }

    private func tellToWait(_ id: String) {
        guard let question = held[id], !isEnded else { return }
        let demand = question.demand
        relay.notify(
            question.place.channel,
            "held by rule \"\(demand.rule)\"\(demand.message.map { ": \($0)" } ?? ""), request \(id): waiting up to "
                + "\(demand.expiresSeconds) s for \(demand.approvers.joined(separator: ", "))")
        performAndFlush()
    }

    private func decided(_ state: ApprovalState) {
        guard let approvals, approvals.close(state.id), let question = held.removeValue(forKey: state.id), !isEnded
        else { return }
        let reason = recordEnd(state, of: question)
        if state.state == .approved, let reason {
            refuse(
                question.place, question.question, question.number, "chaperone/audit",
                "the audit log cannot record this: \(reason)", via: question.judgement.via)
        } else if state.state == .approved {
            settle(question)
        } else {
            refuse(
                question.place, question.question, question.number, question.demand.rule,
                Self.words(question.demand, state), via: question.judgement.via, verdict: "approve")
        }
        performAndFlush()
    }

    /// Nobody waits for it any more.
    func withdraw(_ request: String, _ question: HeldQuestion, _ words: String) {
        guard held.removeValue(forKey: request) != nil else { return }
        approvals?.withdraw(request)
        _ = recordEnd(ApprovalState(id: request, state: .withdrawn, reason: words), of: question)
        refuse(
            question.place, question.question, question.number, question.demand.rule, "withdrawn: \(words)",
            via: question.judgement.via, verdict: "approve")
    }

    /// The session ends: what was asked in it is written down, though nobody has decided.
    func withdrawAll(_ reason: String) {
        for (request, question) in held {
            approvals?.withdraw(request)
            held[request] = nil
            _ = recordEnd(ApprovalState(id: request, state: .withdrawn, reason: reason), of: question)
            recordRefusal(
                question.number, question.demand.rule, "withdrawn: \(reason)", via: question.judgement.via,
                text: shown(question.question, at: question.place), raw: question.question.rawBytes, verdict: "approve")
        }
    }

    private func recordEnd(_ state: ApprovalState, of question: HeldQuestion) -> String? {
        record(
            question.number,
            .approval(
                AuditEvent.Approval(
                    id: state.id, rule: question.demand.rule, state: state.state.rawValue, decidedBy: state.decidedBy,
                    reason: state.reason)))
    }

    private static func words(_ demand: ApprovalDemand, _ state: ApprovalState) -> String {
        let reason = state.reason.map { ": \($0)" } ?? ""
        return switch state.state {
        case .denied: "approval was denied\(reason)"
        case .expired:
            "an approval is wanted, and nobody decided within \(demand.expiresSeconds) s: ask again\(reason)"
        case .pending, .approved, .withdrawn, .abandoned:
            "an approval is wanted, and the request was withdrawn: ask again\(reason)"
        }
    }
}
