@preconcurrency import Dispatch
import Glibc
import Synchronization

/// SIGTERM and SIGINT, counted from when this is made.
final class Signals: Sendable {
    private struct State {
        var count = 0
        var waiting: [(count: Int, continuation: AsyncStream<Void>.Continuation)] = []
    }

    private final class Counter: Sendable {
        let state = Mutex(State())

        func add() {
            state.withLock { state in
                state.count += 1
                for waiter in state.waiting where waiter.count <= state.count { waiter.continuation.finish() }
                state.waiting.removeAll { $0.count <= state.count }
            }
        }
    }

    private let counter = Counter()
    private let sources: [any DispatchSourceSignal]

    /// - Parameter numbers: those that count.
    init(_ numbers: [Int32] = [SIGTERM, SIGINT]) {
        let counter = counter
        sources = numbers.map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { counter.add() }
            source.resume()
            return source
        }
    }

    /// As though one had come.
    func raise() { counter.add() }

    /// Returns when so many have come, or when the task is cancelled.
    func come(_ count: Int) async {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self)
        counter.state.withLock { state in
            if state.count >= count {
                continuation.finish()
            } else {
                state.waiting.append((count, continuation))
            }
        }
        for await _ in stream {}
    }
}
