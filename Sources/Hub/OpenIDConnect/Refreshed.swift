/// A document of a provider, kept and fetched anew by its age, by one request at a time.
///
/// Young, it is given as it is. Later it is given and fetched meanwhile; later still, the fetch is waited for, and what
/// is there is given only when that fails. Too old, it is given no more.
actor Refreshed<Value: Sendable> {
    private let load: @Sendable () async throws(ProviderFailure) -> Value
    private var held: (value: Value, fetchedAtSeconds: Int64)?
    private var lastAttemptSeconds: Int64?
    private var lastFailure: ProviderFailure?
    private var fetch: Task<Void, Never>?

    init(load: @escaping @Sendable () async throws(ProviderFailure) -> Value) { self.load = load }

    deinit { fetch?.cancel() }

    func value(nowSeconds: Int64) async throws(ProviderFailure) -> Value {
        let age = held.map { nowSeconds - $0.fetchedAtSeconds }
        // A clock that was put back makes it as good as old.
        if let age, (0..<RefreshAge.backgroundSeconds).contains(age) {
        } else if let age, (0..<RefreshAge.awaitedSeconds).contains(age) {
            startFetch(nowSeconds)
        } else {
            startFetch(nowSeconds)
            await fetch?.value
        }
        guard let held, nowSeconds - held.fetchedAtSeconds < RefreshAge.lifetimeSeconds else {
            throw lastFailure ?? ProviderFailure("it was not asked yet")
        }
        return held.value
    }

    /// What the provider says now, unless it was asked a moment ago: then what it said.
    func newest(nowSeconds: Int64) async throws(ProviderFailure) -> Value {
        startFetch(nowSeconds)
        await fetch?.value
        return try await value(nowSeconds: nowSeconds)
    }

    private func startFetch(_ nowSeconds: Int64) {
        guard fetch == nil else { return }
        if let lastAttemptSeconds, (0..<RefreshAge.intervalSeconds).contains(nowSeconds - lastAttemptSeconds) { return }
        lastAttemptSeconds = nowSeconds
        fetch = Task { await self.fetchNow(nowSeconds) }
    }

    private func fetchNow(_ nowSeconds: Int64) async {
        do {
            held = (try await load(), nowSeconds)
            lastFailure = nil
        } catch {
            lastFailure = error
        }
        fetch = nil
    }
}
