import TestSupport

/// Waits for what another thread or process does.
enum Waiting {
    static let secondsLimit = 60

    static func until(_ what: String, _ condition: () async throws -> Bool) async throws {
        for _ in 0..<(secondsLimit * 50) {
            if try await condition() { return }
            try await Task.sleep(for: .milliseconds(20))
        }
        throw TestFailure("\(what): not within \(secondsLimit) s")
    }

    static func value<Value>(_ what: String, _ get: () -> Value?) async throws -> Value {
        var found: Value?
        try await until(what) {
            found = get()
            return found != nil
        }
        guard let found else { throw TestFailure(what) }
        return found
    }
}
