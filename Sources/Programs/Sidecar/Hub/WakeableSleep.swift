import Synchronization

/// A sleep that can be ended from elsewhere. One sleeper.
final class WakeableSleep: Sendable {
    private struct State {
        var isWoken = false
        var sleep: Task<Void, any Error>?
    }

    private let state = Mutex(State())

    /// Returns when the time is over, when it is woken (also before it began), or when the task is cancelled.
    func sleep(for duration: Duration) async {
        let sleep: Task<Void, any Error>? = state.withLock { state in
            guard !state.isWoken else {
                state.isWoken = false
                return nil
            }
            let sleep = Task { try await Task.sleep(for: duration) }
            state.sleep = sleep
            return sleep
        }
        guard let sleep else { return }
        await withTaskCancellationHandler {
            _ = await sleep.result
        } onCancel: {
            sleep.cancel()
        }
        state.withLock { state in
            state.isWoken = false
            state.sleep = nil
        }
    }

    /// Returns at once; from any thread.
    func wake() {
        state.withLock { state in
            state.isWoken = true
            state.sleep?.cancel()
        }
    }
}
