import Synchronization

/// How far a witness has cosigned the log, and who waits for more of it.
final class CosignedState: Sendable {
    private struct Waiter {
        var size: UInt64
        var body: @Sendable () -> Void
    }

    private struct State {
        var size: UInt64 = 0
        var waiters: [Waiter] = []
    }

    private let state = Mutex(State())

    var size: UInt64 { state.withLock(\.size) }

    /// - Returns: whether `body` has to wait.
    func wait(for size: UInt64, _ body: @escaping @Sendable () -> Void) -> Bool {
        let waits = state.withLock { state in
            guard state.size < size else { return false }
            state.waiters.append(Waiter(size: size, body: body))
            return true
        }
        if !waits { body() }
        return waits
    }

    func advance(to size: UInt64) {
        let due = state.withLock { state in
            state.size = max(state.size, size)
            let reached = state.size
            let due = state.waiters.filter { $0.size <= reached }
            state.waiters.removeAll { $0.size <= reached }
            return due
        }
        for waiter in due { waiter.body() }
    }
}
