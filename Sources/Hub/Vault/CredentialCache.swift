/// The credential of one source, kept while it is good: asked for by one request at a time, renewed before it ends,
/// used for a while when the source is away, revoked when it is not needed any more.
actor CredentialCache {
    private struct Held {
        var credential: DatabaseCredential
        var freshUntilSeconds: Int64
        /// From then on it is not given, whatever its source says.
        var goodUntilSeconds: Int64
        var takenAtSeconds: Int64
        /// By a database: it is not renewed.
        var isRejected = false
    }

    private let source: any CredentialSource
    private let cacheSeconds: Int64
    private var held: Held?
    /// Leases that were followed by others: sessions may live on them, until they end by themselves.
    private var followed: [Held] = []
    private var update: Task<Void, Never>?
    private var failure: (reason: CredentialFailure, atSeconds: Int64)?

    init(source: any CredentialSource, cacheSeconds: Int64) {
        self.source = source
        self.cacheSeconds = cacheSeconds
    }

    func credential(nowSeconds: Int64) async throws(CredentialFailure) -> DatabaseCredential {
        if !isFresh(nowSeconds) { await refresh(nowSeconds) }
        if let held, nowSeconds < held.goodUntilSeconds { return held.credential }
        throw failure?.reason ?? .misconfigured("the credential's time ended before it could be used")
    }

    /// Renews what is about to end; a timer calls it.
    func maintain(nowSeconds: Int64) async {
        followed.removeAll { $0.goodUntilSeconds <= nowSeconds }
        guard held?.credential.leaseID != nil, !isFresh(nowSeconds) else { return }
        await refresh(nowSeconds)
    }

    /// The database did not accept it: another is asked for, unless that was just done. Until there is one, it is used.
    func reject(nowSeconds: Int64) {
        guard let held else { return }
        let pause = held.credential.leaseID == nil ? CredentialTimes.retrySeconds : CredentialTimes.leaseRetrySeconds
        guard nowSeconds - held.takenAtSeconds >= pause else { return }
        self.held?.freshUntilSeconds = nowSeconds
        self.held?.isRejected = true
        failure = nil
    }

    /// Revokes every lease.
    /// - Returns: why some were not; they end by themselves.
    func end(nowSeconds: Int64) async -> [CredentialFailure] {
        await update?.value
        var failures: [CredentialFailure] = []
        for lease in followed + (held.map { [$0] } ?? []) {
            do { try await source.revoke(lease.credential, nowSeconds: nowSeconds) } catch { failures.append(error) }
        }
        followed = []
        held = nil
        return failures
    }

    private func isFresh(_ nowSeconds: Int64) -> Bool {
        // A clock that was put back makes it as good as old.
        held.map { nowSeconds < $0.freshUntilSeconds && nowSeconds >= $0.takenAtSeconds } ?? false
    }

    private func refresh(_ nowSeconds: Int64) async {
        if let failure, (0..<CredentialTimes.retrySeconds).contains(nowSeconds - failure.atSeconds) { return }
        let running = update ?? Task { await self.renewOrFetch(nowSeconds) }
        update = running
        await running.value
        if update == running { update = nil }
    }

    private func renewOrFetch(_ nowSeconds: Int64) async {
        do throws(CredentialFailure) {
            if var held, held.credential.leaseID != nil, !held.isRejected, nowSeconds < held.goodUntilSeconds,
                let seconds = try await source.renew(held.credential, nowSeconds: nowSeconds)
            {
                held.credential.leaseSeconds = seconds
                self.held = keep(held.credential, nowSeconds)
            } else {
                let credential = try await source.fetch(nowSeconds: nowSeconds)
                if let held, held.credential.leaseID != nil { followed.append(held) }
                held = keep(credential, nowSeconds)
            }
            failure = nil
        } catch {
            failure = (error, nowSeconds)
        }
    }

    private func keep(_ credential: DatabaseCredential, _ nowSeconds: Int64) -> Held {
        guard let lease = credential.leaseSeconds else {
            return Held(
                credential: credential, freshUntilSeconds: nowSeconds + cacheSeconds,
                goodUntilSeconds: nowSeconds + max(cacheSeconds, CredentialTimes.awaySeconds),
                takenAtSeconds: nowSeconds)
        }
        return Held(
            credential: credential, freshUntilSeconds: nowSeconds + lease * 2 / 3, goodUntilSeconds: nowSeconds + lease,
            takenAtSeconds: nowSeconds)
    }
}
