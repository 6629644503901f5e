import HubStore
import Logging
import ServiceLifecycle

/// Wakes who waits for a change: at once for changes made by this process, within `tickMilliseconds` for those of
/// another replica on the same store.
actor ChangeFeed {
    static let tickMilliseconds = 250

    private let store: any HubStore
    private var counters: [ChangeTopic: UInt64] = [:]
    private var waiters: [UInt64: Waiter] = [:]
    private var nextID: UInt64 = 0

    private struct Waiter {
        var topic: ChangeTopic
        var seen: UInt64
        var continuation: CheckedContinuation<UInt64?, Never>
    }

    init(store: any HubStore) { self.store = store }

    /// Looks for changes until it is cancelled. A store that cannot be read now is asked again.
    func run(logger: Logger) async {
        while !Task.isCancelled {
            await refresh(logger)
            try? await Task.sleep(for: .milliseconds(Self.tickMilliseconds))
        }
        for id in waiters.keys { answer(id, nil) }
    }

    /// To be called after a change of one's own.
    func refresh(_ logger: Logger) async {
        do { counters = try await store.changes() } catch {
            logger.error("the store cannot be read", metadata: ["reason": "\(error)"])
            return
        }
        for (id, waiter) in waiters {
            let now = counters[waiter.topic] ?? 0
            if now != waiter.seen { answer(id, now) }
        }
    }

    /// The counter of `topic`, as soon as it is another than `seen`; nil when that does not happen in time, or the hub ends.
    func wait(for topic: ChangeTopic, other seen: UInt64, seconds: Int) async -> UInt64? {
        let now = counters[topic] ?? 0
        if now != seen { return now }
        guard seconds > 0 else { return nil }
        nextID += 1
        let id = nextID
        let timeout = Task {
            try? await Task.sleep(for: .seconds(seconds))
            self.answer(id, nil)
        }
        defer { timeout.cancel() }
        // The server's end waits for its requests, and so for this.
        return await withGracefulShutdownHandler {
            await withTaskCancellationHandler {
                await withCheckedContinuation { continuation in
                    guard !Task.isCancelled, !Task.isShuttingDownGracefully else {
                        return continuation.resume(returning: nil)
                    }
                    waiters[id] = Waiter(topic: topic, seen: seen, continuation: continuation)
                }
            } onCancel: {
                Task { await self.answer(id, nil) }
            }
        } onGracefulShutdown: {
            Task { await self.answer(id, nil) }
        }
    }

    private func answer(_ id: UInt64, _ counter: UInt64?) {
        waiters.removeValue(forKey: id)?.continuation.resume(returning: counter)
    }
}
