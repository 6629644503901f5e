package import HubAPI
package import NIOCore

/// The requests for approval that one session has open; of its event loop.
package final class ApprovalCalls {
    private let desk: any ApprovalDesk
    private let metrics: LaneMetrics
    private let limits: LaneLimits
    /// By ID; nil until it was submitted.
    private var timeouts: [String: Scheduled<Void>?] = [:]

    init(desk: any ApprovalDesk, metrics: LaneMetrics, limits: LaneLimits) {
        self.desk = desk
        self.metrics = metrics
        self.limits = limits
    }

    package var boot: String { desk.boot }

    /// - Returns: the ID of a new one; nil when the lane has as many as it may.
    package func open() -> String? {
        guard metrics.hold(limit: limits.heldStatementsLimit) else { return nil }
        let id = Randomness.requestID()
        timeouts[id] = .some(nil)
        return id
    }

    /// - Parameters:
    ///   - timeout: after so much time the client wants no decision any more; called on `eventLoop`, too.
    ///   - waiting: called on `eventLoop` when nobody has decided already, at most once.
    ///   - decided: called on `eventLoop`, also when nobody has answered in time.
    package func submit(
        _ request: ApprovalRequest, on eventLoop: any EventLoop,
        timeout: (milliseconds: Int64, end: @Sendable () -> Void)? = nil,
        waiting: (@Sendable () -> Void)? = nil,
        decided: @escaping @Sendable (ApprovalState) -> Void
    ) {
        guard timeouts[request.id] != nil else { return }
        let id = request.id
        let expiry = TimeAmount.seconds(Int64(request.expiresSeconds) + limits.approvalGraceSeconds)
        if let timeout, .milliseconds(timeout.milliseconds) < expiry {
            timeouts[id] = eventLoop.scheduleTask(in: .milliseconds(timeout.milliseconds), timeout.end)
        } else {
            timeouts[id] = eventLoop.scheduleTask(in: expiry) { [desk] in
                desk.withdraw(id)
                decided(ApprovalState(id: id, state: .expired))
            }
        }
        desk.submit(request) { state in
            guard state.id == id else { return }
            if state.state != .pending {
                eventLoop.execute { decided(state) }
            } else if let waiting {
                eventLoop.execute(waiting)
            }
        }
    }

    /// - Returns: false when it is not open (any more).
    package func close(_ id: String) -> Bool {
        guard let timeout = timeouts.removeValue(forKey: id) else { return false }
        timeout?.cancel()
        metrics.add(-1, to: .statementsHeld)
        return true
    }

    package func withdraw(_ id: String) { if close(id) { desk.withdraw(id) } }
}
