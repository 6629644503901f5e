import Glibc
import Synchronization

/// The thread behind a trail: it turns every few milliseconds, and at once when it is woken.
final class Flusher: Sendable {
    private let wakeRead: Int32
    private let wakeWrite: Int32
    private let thread = Mutex<pthread_t?>(nil)
    private let isStopped = Atomic(false)

    init() throws(AuditFailure) {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw AuditFailure("pipe", "cannot be opened") }
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
        wakeRead = ends[0]
        wakeWrite = ends[1]
    }

    deinit {
        close(wakeRead)
        close(wakeWrite)
    }

    /// Keeps the trail alive until `stop`.
    func start(_ trail: AuditTrail, milliseconds: Int) throws(AuditFailure) {
        let turn = Unmanaged.passRetained(Turn(flusher: self, trail: trail, milliseconds: milliseconds))
        let failed = thread.withLock { thread in
            var created = pthread_t()
            let result = pthread_create(
                &created, nil,
                { argument in
                    guard let argument else { return nil }
                    let turn = Unmanaged<Turn>.fromOpaque(argument).takeRetainedValue()
                    turn.flusher.run(turn.trail, milliseconds: turn.milliseconds)
                    return nil
                }, turn.toOpaque())
            if result == 0 { thread = created }
            return result != 0
        }
        guard failed else { return }
        turn.release()
        throw AuditFailure(reason: "the audit log's thread cannot be started")
    }

    func wake() {
        var byte: UInt8 = 0
        // A full pipe wakes as well.
        _ = Glibc.write(wakeWrite, &byte, 1)
    }

    /// Returns when the thread has ended.
    func stop() {
        isStopped.store(true, ordering: .releasing)
        wake()
        let running = thread.withLock { thread in
            defer { thread = nil }
            return thread
        }
        if let running { pthread_join(running, nil) }
    }

    private func run(_ trail: AuditTrail, milliseconds: Int) {
        while !isStopped.load(ordering: .acquiring) {
            var waiting = pollfd(fd: wakeRead, events: Int16(POLLIN), revents: 0)
            poll(&waiting, 1, Int32(clamping: milliseconds))
            var drained = [UInt8](repeating: 0, count: 64)
            while read(wakeRead, &drained, drained.count) > 0 {}
            trail.tick()
        }
    }

    private final class Turn {
        let flusher: Flusher
        let trail: AuditTrail
        let milliseconds: Int

        init(flusher: Flusher, trail: AuditTrail, milliseconds: Int) {
            self.flusher = flusher
            self.trail = trail
            self.milliseconds = milliseconds
        }
    }
}
