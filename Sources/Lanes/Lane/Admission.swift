import Synchronization

/// How many connections a lane has, from the moment that they are accepted.
package final class Admission: Sendable {
    private struct State {
        var starting = 0
        var sessions = 0
    }

    private let connectionsLimit: Int
    private let startingLimit: Int
    private let state = Mutex(State())

    /// - Parameters:
    ///   - connectionsLimit: in all.
    ///   - startingLimit: those of them that are no session yet.
    package init(connectionsLimit: Int, startingLimit: Int) {
        self.connectionsLimit = connectionsLimit
        self.startingLimit = startingLimit
    }

    /// Connections that have not become sessions.
    package var starting: Int { state.withLock(\.starting) }
    package var sessions: Int { state.withLock(\.sessions) }

    /// - Throws: when there are as many as there may be.
    package func take() throws(LaneFailure) -> AdmissionTicket {
        let full: String? = state.withLock { state in
            if state.starting + state.sessions >= connectionsLimit {
                return "more than \(connectionsLimit) connections"
            }
            if state.starting >= startingLimit { return "more than \(startingLimit) connections that have not started" }
            state.starting += 1
            return nil
        }
        if let full { throw LaneFailure(.tooMany, full) }
        return AdmissionTicket(self)
    }

    fileprivate func begin() {
        state.withLock { state in
            state.starting -= 1
            state.sessions += 1
        }
    }

    fileprivate func giveBack(isSession: Bool) {
        state.withLock { state in
            if isSession { state.sessions -= 1 } else { state.starting -= 1 }
        }
    }
}

/// The place of one connection on a lane: taken when it is accepted, given back when the ticket is gone.
package struct AdmissionTicket: ~Copyable {
    private let admission: Admission
    private var isSession = false

    fileprivate init(_ admission: Admission) { self.admission = admission }

    /// The connection has become a session.
    package mutating func begin() {
        guard !isSession else { return }
        isSession = true
        admission.begin()
    }

    deinit { admission.giveBack(isSession: isSession) }
}
