@preconcurrency import Dispatch
import Glibc

/// SIGTERM and SIGINT, counted.
final class Signals: Sendable {
    private let stream: AsyncStream<Void>
    private let sources: [any DispatchSourceSignal]

    init() {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self)
        self.stream = stream
        sources = [SIGTERM, SIGINT].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { continuation.yield() }
            source.resume()
            return source
        }
    }

    func first() async { for await _ in stream { return } }

    /// The next one after `first`.
    func second() async { for await _ in stream { return } }
}
