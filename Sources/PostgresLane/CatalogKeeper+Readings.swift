import Judge
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
                try? await Task.sleep(for: .milliseconds(configuration.limits.watchPauseMilliseconds))
            }
        }
    }

    private static let backOffSecondsLimit: Int64 = 15

    private func tick() async {
        let age = TimeAmount.seconds(configuration.limits.catalogAgeLimitSeconds)
        let depth = state.withLock { state -> Inquiry.Depth? in
            // Nobody can use it: the server is left alone.
            guard let role = state.policy.servedRole else { return nil }
            if state.inquiry.wholeAt.map({ NIODeadline.now() - $0 >= age }) ?? true { return .whole }
            if state.failure != nil || state.benches[role.name]?.problems.isEmpty != true { return .changes }
            return state.sessions > 0 && Self.restsOnNames(state) ? .watch : nil
        }
        if let depth { await refresh(depth) } else { await closeIdleWatch() }
    }

    /// What is judged by depends on what the server's relations are called.
    private static func restsOnNames(_ state: State) -> Bool {
        state.benches.values.contains { $0.openJudge.looksAtRelations }
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
        let began = NIODeadline.now()
        if depth != .whole { metrics.add(to: .catalogWatches) }
        do {
            if depth == .watch, try await isUnchanged() { return known(since: began) }
            if depth == .watch {
                try await readChanged()
            } else {
                try await read(isWhole: depth == .whole, isAwaited: true)
            }
            known(since: began)
        } catch {
            let reason = Self.reason(error)
            logger.warning(
                "catalog not read",
                metadata: ["target": "\(configuration.policy.target.name)", "reason": "\(reason)"])
            // A lane that cannot see whether its map still fits does not serve.
            state.withLock { state in
                state.failure = Failure(
                    reason: "the catalog cannot be read: \(reason)", isOfConnection: error is UpstreamStartup.Failure)
            }
        }
        closeUnwatched()
    }

    /// What is judged by is known to be old: statements wait, and after a time nothing is permitted.
    private func readChanged() async throws {
        fence.raise(.reading)
        let alarm = eventLoop.scheduleTask(in: .seconds(configuration.limits.knowledgeAgeLimitSeconds)) { [weak self] in
            self?.closeUnwatched(isOverdue: true)
        }
        defer {
            alarm.cancel()
            fence.lower(.reading)
        }
        try await read(isWhole: false, isAwaited: false)
    }

    /// - Returns: false when something has changed, or may have.
    private func isUnchanged() async throws -> Bool {
        let (expected, watch) = state.withLock { state in
            state.inquiry.usedAt = .now()
            return (state.failure == nil ? state.watch : nil, state.inquiry.watch)
        }
        guard let expected else { return false }
        if let watch, watch.question == expected.question {
            if let answer = try? await watch.answer() { return answer == expected.answer }
        }
        await closeWatch()
        let opened = try await openWatch(expected.question)
        do {
            let answer = try await opened.answer()
            state.withLock { $0.inquiry.watch = opened }
            return answer == expected.answer
        } catch {
            await opened.close()
            throw error
        }
    }

    private func openWatch(_ question: WatchQuestion) async throws -> CatalogWatch {
        try await CatalogWatch.open(
            connector, principal: configuration.policy.principal, limits: configuration.limits, on: eventLoop,
            question: question
        ) { [weak self] in
            self?.notified()
        }
    }

    /// Something was defined, changed or dropped in the database: the question says whether it matters.
    private func notified() {
        let isFirst = state.withLock { state in
            defer { state.inquiry.isNotified = true }
            return !state.inquiry.isNotified
        }
        guard isFirst else { return }
        Task {
            // Those that come together are one.
            try? await Task.sleep(for: .milliseconds(Self.notificationPauseMilliseconds))
            state.withLock { $0.inquiry.isNotified = false }
            await refresh(.watch)
        }
    }

    private static let notificationPauseMilliseconds: Int64 = 20

    private func closeWatch() async { await state.withLock { $0.inquiry.takeWatch() }?.close() }

    private func closeIdleWatch() async {
        let idle = TimeAmount.seconds(configuration.limits.watchIdleSeconds)
        let isIdle = state.withLock { state in
            state.inquiry.watch != nil && state.inquiry.usedAt.map { NIODeadline.now() - $0 > idle } ?? true
        }
        if isIdle { await closeWatch() }
    }

    /// - Parameter isAwaited: asked for by sessions, or by time, and not by a change that was seen.
    private func read(isWhole: Bool, isAwaited: Bool) async throws {
        if isAwaited { await pause() }
        defer { state.withLock { $0.inquiry.endedAt = .now() } }
        let known = isWhole ? nil : state.withLock(\.fingerprint)
        if known == nil { metrics.add(to: .catalogReads) }
        let client = try await UpstreamClient.connect(
            connector, principal: configuration.policy.principal, limits: configuration.limits, on: eventLoop)
        let reader = CatalogReader { try await client.query($0) }
        var made: [MadeJudge] = []
        do {
            let (reading, watch) = try await reader.read(unless: known) { catalog in
                if let catalog { made = await self.judges(of: catalog) }
                return self.question(made)
            }
            await client.close()
            if known != nil, reading != nil { metrics.add(to: .catalogReads) }
            if let reading { await adopt(reading, made) }
            await adopt(watch, isWhole: isWhole)
        } catch {
            await client.close()
            throw error
        }
    }

    /// A client that names unknown relations as fast as it can does not make the server read its catalog as fast.
    private func pause() async {
        let limit = TimeAmount.milliseconds(configuration.limits.catalogRefreshPauseMilliseconds)
        guard let last = state.withLock(\.inquiry.endedAt) else { return }
        let wait = limit - (NIODeadline.now() - last)
        if wait.nanoseconds > 0 { try? await Task.sleep(for: .nanoseconds(wait.nanoseconds)) }
    }

    // MARK: adopting

    /// A judge by a catalog that has just been read, for a bench.
    private struct MadeJudge: Sendable {
        var bench: RoleBench
        var judge: Judge
    }

    /// Those for the benches in use; none where the catalog is the one that they know.
    @concurrent private func judges(of catalog: Catalog) async -> [MadeJudge] {
        making.withLock { _ in
            let (policy, known, benches) = state.withLock { ($0.policy, $0.catalog, $0.benches) }
            guard known != catalog else { return [] }
            return benches.values.map { bench in
                MadeJudge(
                    bench: bench,
                    judge: judge(
                        of: bench.role, policy, catalog, revision: bench.revision,
                        remembered: bench.openJudge.remembered))
            }
        }
    }

    /// What has to be asked from now on; nil where nothing is judged by names.
    private func question(_ made: [MadeJudge]) -> WatchQuestion? {
        let benches = state.withLock { Array($0.benches.values) }
        let judges = benches.map { bench in made.first { $0.bench === bench }?.judge ?? bench.openJudge }
        let watched = judges.reduce(WatchedCatalog.none) { $0.union($1.watched) }
        return benches.isEmpty ? nil : WatchQuestion(watched)
    }

    @concurrent private func adopt(_ reading: CatalogReader.Reading, _ made: [MadeJudge]) async {
        making.withLock { _ in
            let (policy, benches) = state.withLock { state in
                state.catalog = reading.catalog
                state.fingerprint = reading.fingerprint
                return (state.policy, state.benches)
            }
            // One that has not fitted meanwhile still has the judge of before, whose catalog may be there again.
            for bench in benches.values where bench.openJudge.catalog != reading.catalog || !bench.problems.isEmpty {
                if let judge = made.first(where: { $0.bench === bench })?.judge {
                    bench.adopt(judge)
                } else {
                    // Made meanwhile, of the catalog before.
                    bench.adopt(
                        judge(
                            of: bench.role, policy, reading.catalog, revision: bench.revision,
                            remembered: bench.openJudge.remembered))
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
            let watched = state.benches.values.reduce(WatchedCatalog.none) { $0.union($1.openJudge.watched) }
            state.watch = watch.flatMap { watched.isSubset(of: $0.question.watched) ? $0 : nil }
        }
    }

    // MARK: how old it may be

    private func known(since began: NIODeadline) {
        let benches = state.withLock { state in
            state.inquiry.knownAt = began
            state.failure = nil
            defer { state.isUnwatched = false }
            return state.isUnwatched ? Array(state.benches.values) : []
        }
        for bench in benches { bench.open(.unwatched) }
    }

    /// Permits nothing where nothing is known of the server for too long.
    private func closeUnwatched(isOverdue: Bool = false) {
        let limit = TimeAmount.seconds(configuration.limits.knowledgeAgeLimitSeconds)
        let benches = state.withLock { state -> [RoleBench] in
            guard !state.isUnwatched, let knownAt = state.inquiry.knownAt else { return [] }
            guard isOverdue || state.failure != nil && NIODeadline.now() - knownAt > limit else { return [] }
            state.isUnwatched = true
            return state.benches.values.filter { $0.openJudge.looksAtRelations }
        }
        guard !benches.isEmpty else { return }
        for bench in benches { bench.close(.unwatched) }
        logger.error(
            "the server cannot be asked about changes; nothing is permitted",
            metadata: ["target": "\(configuration.policy.target.name)"])
    }

    private static func reason(_ error: any Error) -> String {
        switch error {
        case let failure as UpstreamStartup.Failure: failure.reason
        case let failure as UpstreamClient.QueryFailure: failure.reason
        case let failure as CatalogFailure: failure.reason
        default: "unexpected failure"
        }
    }
}
