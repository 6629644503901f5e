import Synchronization

/// Catalogs that only one session sees are kept for as long as its transaction is open, so many at once; one is read after the
/// other, so that they keep nobody else waiting.
final class OwnCatalogs: Sendable {
    private struct State {
        var count = 0
        var isReading = false
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let limit: Int
    private let state = Mutex(State())

    init(limit: Int) { self.limit = limit }

    /// One of them; its place is free again when it is gone.
    final class Place: Sendable {
        private let catalogs: OwnCatalogs

        fileprivate init(_ catalogs: OwnCatalogs) { self.catalogs = catalogs }

        deinit { catalogs.state.withLock { $0.count -= 1 } }
    }

    /// - Returns: nil when there are as many as may be.
    func place() -> Place? {
        let isFree = state.withLock { state in
            guard state.count < limit else { return false }
            state.count += 1
            return true
        }
        return isFree ? Place(self) : nil
    }

    /// Returns when nobody else reads; `endTurn` lets the next.
    func turn() async {
        await withCheckedContinuation { continuation in
            let isFree = state.withLock { state in
                guard state.isReading else {
                    state.isReading = true
                    return true
                }
                state.waiting.append(continuation)
                return false
            }
            if isFree { continuation.resume() }
        }
    }

    func endTurn() {
        let next = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard !state.waiting.isEmpty else {
                state.isReading = false
                return nil
            }
            return state.waiting.removeFirst()
        }
        next?.resume()
    }
}
