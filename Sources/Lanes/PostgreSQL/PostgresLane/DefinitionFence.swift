import Judge
import NIOCore
import Synchronization

/// While a session of the lane may be committing a definition, and while a catalog is read that is known to have changed,
/// other sessions' statements wait: what they would be judged by is about to be old.
final class DefinitionFence: Sendable {
    enum Reason: Hashable, Sendable {
        /// A statement of this session is on its way, and its end has not been read yet.
        case session(String)
        /// The open transaction of this session has defined something, or is about to.
        case definitions(String)
        case reading
    }

    /// Whether a session has a statement on its way that names what another is about to define.
    typealias User = @Sendable (DefinedNames) -> EventLoopFuture<Bool>

    /// What the open transaction of a session has defined.
    private struct Defining {
        var names = DefinedNames.none
        /// The transaction has ended, and its definitions are being read.
        var hasEnded = false
    }

    private struct State {
        /// With the number of each raising.
        var raised: [Reason: UInt64] = [:]
        var count: UInt64 = 0
        /// By session: see `Reason.definitions`.
        var defining: [String: Defining] = [:]
        var users: [String: User] = [:]
        var waiting: [@Sendable () -> Void] = []
    }

    private let state = Mutex(State())
    /// Asked for every piece of bytes that a client sends.
    private let isRaised = Atomic(false)

    /// - Returns: its number.
    @discardableResult
    func raise(_ reason: Reason) -> UInt64 {
        state.withLock { state in
            state.count += 1
            state.raised[reason] = state.count
            isRaised.store(true, ordering: .releasing)
            return state.count
        }
    }

    /// - Parameter number: nothing happens where it was raised again since then; nil: whatever was raised.
    func lower(_ reason: Reason, number: UInt64? = nil) {
        let waiting = state.withLock { state -> [@Sendable () -> Void] in
            guard let raised = state.raised[reason], number == nil || number == raised else { return [] }
            state.raised[reason] = nil
            if case .definitions(let session) = reason { state.defining[session] = nil }
            isRaised.store(!state.raised.isEmpty, ordering: .releasing)
            defer { state.waiting = [] }
            return state.waiting
        }
        for go in waiting { go() }
    }

    /// The number of the newest raising that another than this session waits for; nil: none.
    /// - Parameter passed: of the newest raising that the session need not wait for any more.
    func obstacle(to session: String, after passed: UInt64) -> UInt64? {
        guard isRaised.load(ordering: .acquiring) else { return nil }
        return state.withLock { state in
            state.raised.lazy.filter {
                $0.key != .session(session) && $0.key != .definitions(session) && $0.value > passed
            }.map(\.value).max()
        }
    }

    // MARK: turns

    func join(_ session: String, _ user: @escaping User) { state.withLock { $0.users[session] = user } }
    func leave(_ session: String) { state.withLock { $0.users[session] = nil } }

    /// From now on other sessions know of it.
    /// - Returns: the number of the raising.
    func define(_ names: DefinedNames, by session: String) -> UInt64 {
        state.withLock { state in
            var defining = state.defining[session] ?? Defining()
            defining.names.formUnion(names)
            defining.hasEnded = false
            state.defining[session] = defining
        }
        return raise(.definitions(session))
    }

    /// Nil: nothing. Asked for every statement that is sent.
    func defined(besides session: String) -> DefinedNames? {
        guard isRaised.load(ordering: .acquiring) else { return nil }
        return state.withLock { state in
            state.defining.reduce(into: nil) { all, entry in
                if entry.key != session { all = (all ?? .none).union(entry.value.names) }
            }
        }
    }

    /// Of each other session: whether it has such a statement on its way.
    func uses(of names: DefinedNames, besides session: String) -> [EventLoopFuture<Bool>] {
        let users = state.withLock { state in state.users.filter { $0.key != session }.map(\.value) }
        return users.map { $0(names) }
    }

    /// Its transaction has ended: what it has defined is being read, for which others wait once more.
    /// - Returns: the number of this raising.
    func endDefining(_ session: String) -> UInt64 {
        state.withLock { $0.defining[session]?.hasEnded = true }
        return raise(.definitions(session))
    }

    /// A catalog is being read that is known to have changed.
    var isReading: Bool { state.withLock { $0.raised[.reading] != nil } }

    /// Whether all that a session waits for is that catalogs are read.
    func onlyReads(besides session: String) -> Bool {
        state.withLock { state in
            state.raised.keys.allSatisfy { reason in
                switch reason {
                case .reading: true
                case .session(let other), .definitions(let other):
                    other == session || state.defining[other]?.hasEnded ?? false
                }
            }
        }
    }

    /// Calls back once, when any raising has ended; at once where there is none.
    func whenLowered(_ callback: @escaping @Sendable () -> Void) {
        let isClear = state.withLock { state in
            if state.raised.isEmpty { return true }
            state.waiting.append(callback)
            return false
        }
        if isClear { callback() }
    }
}
