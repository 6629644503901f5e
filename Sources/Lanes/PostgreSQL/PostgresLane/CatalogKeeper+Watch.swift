import Judge
import Lane
import Logging
import NIOCore
import Policy
import SQLRewrite
import Synchronization

/// The question of every second, and what follows from not being able to ask it.
extension CatalogKeeper {
    /// - Returns: true when a change has been seen.
    func watchMeanwhile() async -> Bool {
        while !Task.isCancelled {
            try? await Task.sleep(for: .milliseconds(limits.watchPauseMilliseconds))
            let (watch, expected) = state.withLock { ($0.inquiry.watch, $0.watch) }
            guard !Task.isCancelled, let watch, let expected, watch.question == expected.question,
                let answer = try? await watch.answer()
            else { continue }
            if answer != expected.answer {
                seen()
                return true
            }
        }
        return false
    }

    /// - Returns: false when something has changed, or may have.
    func isUnchanged() async throws -> Bool {
        let (expected, watch) = state.withLock { state in
            state.inquiry.usedAt = .now()
            return (state.watch, state.inquiry.watch)
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
            connector, principal: configuration.policy.principal, limits: limits, on: eventLoop,
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

    /// Returns when the catalog is known as it was at `since` or later; false when that cannot be had in time.
    func learn(since: NIODeadline) async -> Bool {
        let deadline = since + .seconds(limits.knowledgeAgeLimitSeconds)
        while true {
            await refresh(.watch, since: since)
            let (known, isStopped) = state.withLock { ($0.inquiry.knownAt, $0.isStopped) }
            if let known, known >= since { return true }
            guard !isStopped, NIODeadline.now() < deadline else { return false }
            try? await Task.sleep(for: .milliseconds(limits.watchPauseMilliseconds))
        }
    }

    /// Returns when the catalog is the server's as it was at `since` or later, also as to what nothing is judged by; false when it
    /// could not be read.
    func compare(since: NIODeadline) async -> Bool {
        await refresh(.changes, since: since)
        return state.withLock { $0.inquiry.comparedAt.map { $0 >= since } ?? false }
    }

    func closeWatch() async { await state.withLock { $0.inquiry.takeWatch() }?.close() }

    func closeIdleWatch() async {
        let idle = TimeAmount.seconds(limits.watchIdleSeconds)
        let isIdle = state.withLock { state in
            state.inquiry.watch != nil && state.inquiry.usedAt.map { NIODeadline.now() - $0 > idle } ?? true
        }
        if isIdle { await closeWatch() }
    }

    // MARK: how old it may be

    func known(since began: NIODeadline) {
        let slots = state.withLock { state in
            state.inquiry.knownAt = began
            state.failure = nil
            defer { state.isUnwatched = false }
            return state.isUnwatched ? Array(state.slots.values) : []
        }
        for slot in slots { slot.open(.unwatched) }
    }

    /// Permits nothing where nothing is known of the server for too long.
    func closeUnwatched() {
        let limit = TimeAmount.seconds(limits.knowledgeAgeLimitSeconds)
        let isReading = fence.isReading
        let slots = state.withLock { state -> [EvaluatorSlot] in
            guard isReading || state.failure != nil, !state.isUnwatched, let knownAt = state.inquiry.knownAt,
                NIODeadline.now() - knownAt > limit
            else { return [] }
            state.isUnwatched = true
            return state.slots.values.filter { $0.openJudge.restsOnNames }
        }
        guard !slots.isEmpty else { return }
        for slot in slots { slot.close(.unwatched) }
        logger.error(
            "the server cannot be asked about changes; nothing is permitted",
            metadata: ["target": "\(configuration.policy.target.name)"])
    }

    /// A change has been seen, and what is judged by is old: statements wait, and after a time nothing is permitted.
    func seen() {
        fence.raise(.reading)
        eventLoop.scheduleTask(in: .seconds(limits.knowledgeAgeLimitSeconds)) { [weak self] in
            self?.closeUnwatched()
        }
    }
}
