/// Work that nobody waits for, done in order of arrival and side by side, for as long as `run` does.
final class BackgroundTasks: Sendable {
    typealias Errand = @Sendable () async -> Void

    private let stream: AsyncStream<Errand>
    private let continuation: AsyncStream<Errand>.Continuation

    init() { (stream, continuation) = AsyncStream.makeStream() }

    /// Returns at once; from any thread. What is added after the end is not done.
    func add(_ errand: @escaping Errand) { continuation.yield(errand) }

    /// Until it is cancelled.
    func run() async {
        await withDiscardingTaskGroup { group in
            for await errand in stream { group.addTask { await errand() } }
        }
    }
}
