import Synchronization

/// Which credentials servers did not accept lately, so that people are told once. Each replica tells for itself.
final class Refusals: Sendable {
    private static let silenceSeconds: Int64 = 600
    private static let namesLimit = 1_000

    private let told = Mutex<[String: Int64]>([:])

    func isNew(_ credential: String, nowSeconds: Int64) -> Bool {
        told.withLock { told in
            if let last = told[credential], nowSeconds - last < Self.silenceSeconds { return false }
            if told.count >= Self.namesLimit { told = told.filter { nowSeconds - $0.value < Self.silenceSeconds } }
            told[credential] = nowSeconds
            return true
        }
    }
}
