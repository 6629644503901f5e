import Synchronization

/// A sleep that can be ended from elsewhere. One sleeper.
final class Alarm: Sendable {
    private struct State {
        var isRung = false
        var sleep: Task<Void, any Error>?
    }

    private let state = Mutex(State())

    /// Returns when the time is over, at a ring (also one that came before), or when the task is cancelled.
    func sleep(for duration: Duration) async {
        let sleep: Task<Void, any Error>? = state.withLock { state in
            guard !state.isRung else {
                state.isRung = false
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
            state.isRung = false
            state.sleep = nil
        }
    }

    /// Returns at once; from any thread.
    func ring() {
        state.withLock { state in
            state.isRung = true
            state.sleep?.cancel()
        }
    }
}
