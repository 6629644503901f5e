import Synchronization

/// Which session a CancelRequest means. A client knows only the key that its own session was given; it reaches that
/// session's backend and no other.
final class CancelRegistry: Sendable {
    struct Target: Sendable {
        var secret: Int32
        var upstreamProcessID: Int32
        var upstreamSecret: Int32
    }

    private let targets = Mutex<[Int32: Target]>([:])

    /// - Returns: the process ID that the client is told.
    func add(_ target: Target) -> Int32 {
        targets.withLock { targets in
            while true {
                let id = Randomness.int32() & Int32.max
                if id != 0, targets[id] == nil {
                    targets[id] = target
                    return id
                }
            }
        }
    }

    func remove(_ processID: Int32) { targets.withLock { $0[processID] = nil } }

    func find(processID: Int32, secret: Int32) -> Target? {
        guard let target = targets.withLock({ $0[processID] }) else { return nil }
        // One comparison of two words: it takes the same time whichever bits differ.
        return target.secret ^ secret == 0 ? target : nil
    }
}
