import HubAPI
import HubClient
import Lane
import Logging
import Synchronization

/// Asks the hub for approvals, and hears of its decisions: one poll for all that is held, and none when nothing is.
final class HubApprovals: ApprovalDesk {
    /// A decision that is on its way when the time is over is still heard.
    private static let graceSeconds: UInt64 = 30
    private static let idleSeconds = 3_600

    private struct Waiting {
        var deadlineNanoseconds: UInt64
        var heard: @Sendable (ApprovalState) -> Void
        var isToldToWait = false
    }

    private struct State {
        var waiting: [String: Waiting] = [:]
        /// Of the last decision that was heard.
        var after: UInt64 = 0
    }

    let boot: String
    private let client: HubClient
    private let backgroundTasks: BackgroundTasks
    private let logger: Logger
    private let nanoseconds: @Sendable () -> UInt64
    private let state = Mutex(State())
    private let pause = WakeableSleep()

    init(
        boot: String, client: HubClient, backgroundTasks: BackgroundTasks, logger: Logger,
        nanoseconds: @escaping @Sendable () -> UInt64
    ) {
        self.boot = boot
        self.client = client
        self.backgroundTasks = backgroundTasks
        self.logger = logger
        self.nanoseconds = nanoseconds
    }

    func submit(_ request: ApprovalRequest, heard: @escaping @Sendable (ApprovalState) -> Void) {
        let deadline = nanoseconds() + UInt64(max(0, request.expiresSeconds)) * 1_000_000_000
        state.withLock { $0.waiting[request.id] = Waiting(deadlineNanoseconds: deadline, heard: heard) }
        backgroundTasks.add { [self] in await ask(request, until: deadline) }
    }

    func withdraw(_ id: String) {
        guard state.withLock({ $0.waiting.removeValue(forKey: id) }) != nil else { return }
        backgroundTasks.add { [client] in try? await client.withdrawApproval(id) }
    }

    private func ask(_ request: ApprovalRequest, until deadline: UInt64) async {
        var backoff = Backoff(millisecondsLimit: 5_000)
        var generator = SystemRandomNumberGenerator()
        while state.withLock({ $0.waiting[request.id] != nil }), !Task.isCancelled {
            do throws(HubFailure) {
                let answer = try await client.requestApproval(request)
                // The statement was given up while it was asked for.
                guard state.withLock({ $0.waiting[request.id] != nil }) else {
                    try? await client.withdrawApproval(request.id)
                    return
                }
                guard answer.state == .pending else { return decide(answer) }
                tellToWait(request.id)
                return pause.wake()
            } catch {
                guard error.isPassing else {
                    logger.warning("approval not asked for", metadata: ["reason": "\(error)"])
                    return decide(ApprovalState(id: request.id, state: .denied, reason: error.description))
                }
                guard nanoseconds() < deadline else {
                    return decide(ApprovalState(id: request.id, state: .expired, reason: error.description))
                }
                tellToWait(request.id)
                try? await Task.sleep(for: backoff.next(using: &generator))
            }
        }
    }

    private func tellToWait(_ id: String) {
        let heard: (@Sendable (ApprovalState) -> Void)? = state.withLock { state in
            guard var waiting = state.waiting[id], !waiting.isToldToWait else { return nil }
            waiting.isToldToWait = true
            state.waiting[id] = waiting
            return waiting.heard
        }
        heard?(ApprovalState(id: id, state: .pending))
    }

    private func decide(_ answer: ApprovalState) {
        state.withLock { $0.waiting.removeValue(forKey: answer.id) }?.heard(answer)
    }

    /// Until it is cancelled, or the hub has revoked this sidecar.
    func run() async {
        var backoff = Backoff(millisecondsLimit: 5_000)
        var generator = SystemRandomNumberGenerator()
        while !Task.isCancelled {
            let now = nanoseconds()
            let after: UInt64? = state.withLock { state in
                // What nobody decided in time the lane has given up itself.
                state.waiting = state.waiting.filter {
                    now < $0.value.deadlineNanoseconds + Self.graceSeconds * 1_000_000_000
                }
                return state.waiting.isEmpty ? nil : state.after
            }
            guard let after else {
                await pause.sleep(for: .seconds(Self.idleSeconds))
                continue
            }
            do throws(HubFailure) {
                let heard = try await client.decisions(after: after, waitSeconds: PolicyQuery.waitSecondsLimit)
                state.withLock { $0.after = heard.next }
                for answer in heard.decisions where answer.state != .pending { decide(answer) }
                backoff.reset()
            } catch {
                if case .revoked = error { return }
                try? await Task.sleep(for: backoff.next(using: &generator))
            }
        }
    }
}
