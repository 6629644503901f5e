import Lane
import Synchronization

/// Cosigns what the test says.
final class FakeCosigner: CosignedLog {
    private struct State {
        var size: UInt64 = 0
        var waiting: [(size: UInt64, body: @Sendable () -> Void)] = []
    }

    private let state = Mutex(State())

    var cosignedSize: UInt64 { state.withLock(\.size) }
    var waits: Bool { state.withLock { !$0.waiting.isEmpty } }

    func whenCosigned(_ size: UInt64, _ body: @escaping @Sendable () -> Void) {
        let isCovered = state.withLock { state in
            if state.size >= size { return true }
            state.waiting.append((size, body))
            return false
        }
        if isCovered { body() }
    }

    /// All that is waited for, and `ahead` records more.
    func cosign(ahead: UInt64 = 0) {
        let bodies = state.withLock { state in
            state.size = max(state.size, state.waiting.map(\.size).max() ?? 0) + ahead
            let size = state.size
            let covered = state.waiting.filter { $0.size <= size }
            state.waiting.removeAll { $0.size <= size }
            return covered.map(\.body)
        }
        for body in bodies { body() }
    }
}
