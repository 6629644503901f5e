import Judge
import Lane
import Logging
import NIOCore
import Policy
import PostgresSession
import SQLRewrite
import Synchronization

/// Asking the server: every second while sessions are open whether anything has changed that is judged by, by age
/// everything.
extension CatalogKeeper {
    /// Keeps asking until the lane is stopped.
    func run() async {
        var backOffSeconds: Int64 = 1
        while !state.withLock(\.isStopped), !Task.isCancelled {
            await tick()
            if state.withLock({ $0.failure?.isOfConnection ?? false }) {
                try? await Task.sleep(for: .seconds(backOffSeconds))
                backOffSeconds = min(backOffSeconds * 2, Self.backOffSecondsLimit)
            } else {
                backOffSeconds = 1
                try? await Task.sleep(for: .milliseconds(limits.watchPauseMilliseconds))
            }
        }
    }

    private static let backOffSecondsLimit: Int64 = 15

    private func tick() async {
        let age = TimeAmount.seconds(limits.catalogAgeLimitSeconds)
        let depth = state.withLock { state -> Inquiry.Depth? in
            // Nobody can use it: the server is left alone.
            guard let role = state.policy.servedRole else { return nil }
            if state.inquiry.wholeAt.map({ NIODeadline.now() - $0 >= age }) ?? true { return .whole }
            if state.slots[role.name]?.problems.isEmpty != true { return .changes }
            return state.failure != nil || state.sessions > 0 && Self.restsOnNames(state) ? .watch : nil
        }
        if let depth { await refresh(depth) } else { await closeIdleWatch() }
    }

    /// What is judged by depends on what the server's relations are called.
    private static func restsOnNames(_ state: State) -> Bool {
        state.slots.values.contains { $0.openJudge.restsOnNames }
    }

    /// Returns when it is known that the judges in force are those of the server as it was at some time after now, or when
    /// that cannot be known.
    func freshen() async { if state.withLock({ Self.restsOnNames($0) }) { await refresh(.watch) } }

    /// Returns when something of this depth, or deeper, that began after `since` has been asked and answered.
    func refresh(_ depth: Inquiry.Depth = .changes, since: NIODeadline = .now()) async {
        switch state.withLock({ $0.inquiry.turn(since, depth) }) {
        case .isAnswered: return
        case .wait:
            await withCheckedContinuation { continuation in
                let waits = state.withLock { $0.inquiry.wait(since, depth, continuation) }
                if !waits { continuation.resume() }
            }
        case .ask:
            var next: Inquiry.Depth? = depth
            while let depth = next {
                await ask(depth)
                let (answered, further) = state.withLock { $0.inquiry.end() }
                for continuation in answered { continuation.resume() }
                next = further
            }
        }
    }

    // MARK: asking

    private func ask(_ depth: Inquiry.Depth) async {
        state.withLock { $0.inquiry.begin(depth) }
        let asked = NIODeadline.now()
        var began = asked
        if depth != .whole { metrics.add(to: .catalogWatches) }
        do {
            if depth == .watch {
                if try await !isUnchanged() {
                    seen()
                    try await read(isWhole: false)
                }
            } else {
                await pause()
                // What changes meanwhile is seen all the same.
                while try await reading({ try await self.read(isWhole: depth == .whole) }) {
                    began = .now()
                    if try await isUnchanged() { break }
                }
                state.withLock { $0.inquiry.comparedAt = asked }
            }
            known(since: began)
        } catch {
            await failed(error, depth)
        }
        fence.lower(.reading)
        closeUnwatched()
    }

    private func failed(_ error: any Error, _ depth: Inquiry.Depth) async {
        let reason = Self.reason(error)
        logger.warning(
            "catalog not read", metadata: ["target": "\(configuration.policy.target.name)", "reason": "\(reason)"])
        // Somebody may hold a lock on what a view reads: as long as nothing has changed, nothing need be read.
        let began = NIODeadline.now()
        if depth != .watch, (try? await isUnchanged()) == true { return known(since: began) }
        // A lane that cannot see whether its map still fits does not serve.
        state.withLock { state in
            state.failure = Failure(
                reason: "the catalog cannot be read: \(reason)",
                isOfConnection: UpstreamStartup.Failure.of(error) != nil)
        }
    }

    /// Reads, and goes on asking for changes at the same time.
    /// - Returns: whether one was seen; then statements wait.
    private func reading(_ read: @escaping @Sendable () async throws -> Void) async throws -> Bool {
        try await withThrowingTaskGroup(of: Bool?.self) { group in
            group.addTask {
                try await read()
                return nil
            }
            group.addTask { await self.watchMeanwhile() }
            var hasSeen = false
            // The reading ends it; what it has not seen to its end is asked again.
            while let result = try await group.next() {
                guard let result else { break }
                hasSeen = hasSeen || result
            }
            group.cancelAll()
            return hasSeen
        }
    }

    private func read(isWhole: Bool) async throws {
        defer { state.withLock { $0.inquiry.endedAt = .now() } }
        let known = isWhole ? nil : state.withLock(\.fingerprint)
        if known == nil { metrics.add(to: .catalogReads) }
        let client = try await UpstreamClient.connect(
            connector, principal: configuration.policy.principal, limits: limits, on: eventLoop)
        let reader = CatalogReader { try await client.query($0) }
        var made: [MadeJudge] = []
        let began = NIODeadline.now()
        do {
            let (reading, watch) = try await reader.read(unless: known) { catalog in
                if let catalog { made = await self.judges(of: catalog) }
                return self.question(made)
            }
            await client.close()
            if known != nil, reading != nil { metrics.add(to: .catalogReads) }
            if let reading {
                let taken = (NIODeadline.now() - began).nanoseconds / 1_000_000
                state.withLock { $0.readingMilliseconds = taken }
                await adopt(reading, made)
            }
            await adopt(watch, isWhole: isWhole)
            if reading?.isWhole == false { readAgainSoon() }
        } catch {
            await client.close()
            throw error
        }
    }

    /// Somebody's lock kept a view from being read; that it is gone shows in nothing that is watched.
    private func readAgainSoon() {
        let ago = TimeAmount.seconds(limits.catalogAgeLimitSeconds - limits.lockedViewPauseSeconds)
        state.withLock { $0.inquiry.wholeAt = .now() - ago }
    }

    /// A client that names unknown relations as fast as it can does not make the server read its catalog as fast.
    private func pause() async {
        let limit = TimeAmount.milliseconds(limits.catalogRefreshPauseMilliseconds)
        guard let last = state.withLock(\.inquiry.endedAt) else { return }
        let wait = limit - (NIODeadline.now() - last)
        if wait.nanoseconds > 0 { try? await Task.sleep(for: .nanoseconds(wait.nanoseconds)) }
    }

    // MARK: adopting

    /// A judge by a catalog that has just been read, for a slot.
    private struct MadeJudge: Sendable {
        var slot: EvaluatorSlot
        var judge: Judge
    }

    /// Those for the slots in use; none where the catalog is the one that they know.
    @concurrent private func judges(of catalog: Catalog) async -> [MadeJudge] {
        making.withLock { _ in
            let (policy, known, slots) = state.withLock { ($0.policy, $0.catalog, $0.slots) }
            guard known != catalog else { return [] }
            return slots.values.map { slot in
                MadeJudge(
                    slot: slot,
                    judge: judge(
                        of: slot.role, policy, catalog, revision: slot.revision,
                        remembered: slot.openJudge.remembered))
            }
        }
    }

    /// What has to be asked from now on; nil where nothing is judged by names.
    private func question(_ made: [MadeJudge]) -> WatchQuestion? {
        let slots = state.withLock { Array($0.slots.values) }
        let judges = slots.map { slot in made.first { $0.slot === slot }?.judge ?? slot.openJudge }
        let watched = judges.reduce(WatchedCatalog.none) { $0.union($1.watched) }
        return slots.isEmpty ? nil : WatchQuestion(watched)
    }

    @concurrent private func adopt(_ reading: CatalogReader.Reading, _ made: [MadeJudge]) async {
        making.withLock { _ in
            let (policy, slots) = state.withLock { state in
                state.catalog = reading.catalog
                state.fingerprint = reading.fingerprint
                return (state.policy, state.slots)
            }
            for slot in slots.values {
                // It may be the catalog of the last judge that fitted, and not of what was wrong since.
                if let judge = made.first(where: { $0.slot === slot })?.judge {
                    slot.adopt(judge)
                } else if slot.openJudge.catalog != reading.catalog {
                    // Made meanwhile, of the catalog before.
                    slot.adopt(
                        judge(
                            of: slot.role, policy, reading.catalog, revision: slot.revision,
                            remembered: slot.openJudge.remembered))
                }
            }
            if let role = policy.servedRole { _ = try? makeBenchLocked(of: role) }
            noteMisfits()
        }
    }

    private func adopt(_ watch: CatalogReader.Watch?, isWhole: Bool) async {
        // Whatever the connection's session still believes of its settings is not asked about.
        await closeWatch()
        state.withLock { state in
            let now = NIODeadline.now()
            state.inquiry.readAt = now
            if isWhole { state.inquiry.wholeAt = now }
            let watched = state.slots.values.reduce(WatchedCatalog.none) { $0.union($1.openJudge.watched) }
            state.watch = watch.flatMap { watched.isSubset(of: $0.question.watched) ? $0 : nil }
        }
    }

    private static func reason(_ error: any Error) -> String {
        switch error {
        case let failure as UpstreamStartup.Failure: failure.reason
        case let failure as LaneFailure: failure.reason
        case let failure as UpstreamClient.QueryFailure: failure.reason
        case let failure as CatalogFailure: failure.reason
        default: "unexpected failure"
        }
    }
}
