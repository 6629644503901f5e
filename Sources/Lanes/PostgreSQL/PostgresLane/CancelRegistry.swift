import NIOCore
import PostgresWire
import Synchronization

/// Which session a CancelRequest means. A client knows only the key that its own session was given; it reaches that
/// session's backend and no other.
final class CancelRegistry: Sendable {
    struct Target: Sendable {
        var key: CancelKey
        var upstreamProcessID: Int32
        var upstreamKey: CancelKey
        /// Once the session has begun.
        var driver: NIOLoopBound<SessionDriver>?
    }

    private struct State {
        var targets: [Int32: Target] = [:]
        var last: Int32 = 0
    }

    private let state = Mutex(State())

    /// - Returns: the process ID that the client is told: that of its backend, as `pg_backend_pid()` says it. Where another
    /// session has it (of another server behind the same name), one that nobody has. It is no secret; the key is.
    func add(_ target: Target) -> Int32 {
        state.withLock { state in
            let own = target.upstreamProcessID
            if own > 0, state.targets[own] == nil {
                state.targets[own] = target
                return own
            }
            repeat { state.last = state.last == Int32.max ? 1 : state.last + 1 } while state.targets[state.last] != nil
            state.targets[state.last] = target
            return state.last
        }
    }

    func attach(_ driver: NIOLoopBound<SessionDriver>, to processID: Int32) {
        state.withLock { $0.targets[processID]?.driver = driver }
    }

    func remove(_ processID: Int32) { state.withLock { $0.targets[processID] = nil } }

    func find(processID: Int32, key: CancelKey) -> Target? {
        guard let target = state.withLock({ $0.targets[processID] }) else { return nil }
        return target.key == key ? target : nil
    }
}
