import NIOCore
import Synchronization

/// The open sessions of one service.
package final class SessionRegistry<Session: LaneSession>: Sendable {
    package struct Key: Hashable, Sendable {
        fileprivate let number: UInt64
    }

    private struct Entry: Sendable {
        var session: NIOLoopBound<Session>
        var identity: SessionIdentity
    }

    private struct State {
        var entries: [UInt64: Entry] = [:]
        var last: UInt64 = 0
        /// Why there are to be no more.
        var retirement: LaneFailure?
    }

    private let state = Mutex(State())

    /// On the session's event loop.
    /// - Returns: why it must end at once, where it must.
    func add(_ session: Session, _ identity: SessionIdentity, on loop: any EventLoop) -> (Key, LaneFailure?) {
        let entry = Entry(session: NIOLoopBound(session, eventLoop: loop), identity: identity)
        return state.withLock { state in
            state.last += 1
            state.entries[state.last] = entry
            return (Key(number: state.last), state.retirement)
        }
    }

    /// - Returns: false when it is not there any more.
    func remove(_ key: Key) -> Bool { state.withLock { $0.entries.removeValue(forKey: key.number) != nil } }

    package var count: Int { state.withLock(\.entries.count) }

    /// Those of tokens; nil: the sidecar's own.
    var groups: [[String]?] { state.withLock { $0.entries.values.map(\.identity.groups) } }

    /// Each on its event loop; does not wait.
    func onEach(_ body: @escaping @Sendable (Session) -> Void) {
        for entry in entries { entry.session.eventLoop.execute { body(entry.session.value) } }
    }

    /// Returns when `body` has returned for each.
    func withEach(_ body: @escaping @Sendable (Session) -> Void) async {
        for entry in entries { try? await entry.session.eventLoop.submit { body(entry.session.value) }.get() }
    }

    private var entries: [Entry] { state.withLock { Array($0.entries.values) } }

    /// There are to be no more; those that there are end.
    func retire(_ failure: LaneFailure) {
        state.withLock { $0.retirement = failure }
        onEach { $0.end(failure) }
    }
}
