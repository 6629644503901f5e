package import HubAPI
import Synchronization

/// The requests of one lane that no statement waits for, until they have been used or their time is over. They outlive
/// sessions: pools ask again by another. They do not outlive the lane's service.
package final class StandingApprovals: Sendable {
    /// What may run once: by whom, and what.
    package struct Key: Hashable, Sendable {
        package var principal: String
        package var role: String
        /// SHA-256 of the rule, the text that is sent, and the values with it.
        package var digest: [UInt8]

        package init(principal: String, role: String, digest: [UInt8]) {
            self.principal = principal
            self.role = role
            self.digest = digest
        }
    }

    private struct Entry {
        var id: String
        /// Nil while pending.
        var decided: ApprovalState?
        /// Of its demand.
        var expiresSeconds: Int
        var endsAtSeconds: Int64
    }

    private let desk: any ApprovalDesk
    private let limit: Int
    private let graceSeconds: Int64
    private let metrics: LaneMetrics
    /// Of a clock that only goes forward.
    private let nowSeconds: @Sendable () -> Int64
    private let entries = Mutex<[Key: Entry]>([:])

    package init(
        desk: any ApprovalDesk, metrics: LaneMetrics, limits: LaneLimits, nowSeconds: @escaping @Sendable () -> Int64
    ) {
        self.desk = desk
        self.metrics = metrics
        limit = limits.heldStatementsLimit
        graceSeconds = limits.approvalGraceSeconds
        self.nowSeconds = nowSeconds
    }

    /// Where each stands. What is new gets an ID, which `submit` is to be called with. All that are approved are used up
    /// where all are, and none otherwise.
    package func ask(_ asked: [(key: Key, expiresSeconds: Int)]) -> [StandingApproval] {
        let now = nowSeconds()
        return entries.withLock { entries in
            let answers = asked.map { key, seconds -> StandingApproval in
                if let known = entries[key], known.endsAtSeconds > now {
                    switch known.decided {
                    case nil: return .pending(id: known.id)
                    case let state?: return state.state == .approved ? .approved(state) : .denied(state)
                    }
                }
                if entries.count >= limit { entries = entries.filter { $0.value.endsAtSeconds > now } }
                guard entries.count < limit else { return .full }
                let id = Randomness.requestID()
                entries[key] = Entry(
                    id: id, expiresSeconds: seconds, endsAtSeconds: now + Int64(seconds) + graceSeconds)
                metrics.add(to: .approvalsRequested)
                return .asked(id: id)
            }
            if answers.allSatisfy(\.isApproved) { for (key, _) in asked { entries[key] = nil } }
            return answers
        }
    }

    /// Asks the people; call it once for what `ask` has given an ID.
    package func submit(_ request: ApprovalRequest, _ key: Key) {
        desk.submit(request) { [weak self] state in self?.heard(state, key) }
    }

    /// It could not be recorded, and is not asked for.
    package func drop(_ id: String) {
        entries.withLock { entries in entries = entries.filter { $0.value.id != id } }
    }

    private func heard(_ state: ApprovalState, _ key: Key) {
        let now = nowSeconds()
        entries.withLock { entries in
            guard var entry = entries[key], entry.id == state.id else { return }
            switch state.state {
            case .pending: return
            // Whoever asks has as long again.
            case .approved: entry.endsAtSeconds = now + Int64(entry.expiresSeconds)
            // It is told until the request would have ended: who repeats it must not ask people anew each time.
            case .denied: break
            case .expired, .withdrawn, .abandoned:
                entries[key] = nil
                return
            }
            entry.decided = state
            entries[key] = entry
        }
    }
}
