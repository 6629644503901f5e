import NIOCore

/// What the client gets of what the server answers, up to the next ReadyForQuery, and what of it waits.
/// Boxed, since it is looked at with every message and holds something rarely.
indirect enum Answer {
    /// As it comes.
    case passing
    /// The same, and an error was among it.
    case failed
    /// A row went over a limit and waits for a person: nothing more is read.
    case held(HeldRows)
    /// Nothing: the client has an error of the lane's own for the statement at the front.
    case cut(hasFailed: Bool, Cancel)
    /// The transaction of a cut statement is made to fail (`Operation.poison`).
    case failing(Cancel)
    /// The ReadyForQuery behind a cut statement waits, and what was sent ahead is not read before it.
    case ready(ByteBuffer)

    /// A CancelRequest: until it has been delivered nothing new may start, which it could hit instead.
    enum Cancel {
        case none
        case onItsWay
    }

    /// What it was, when the server is ready.
    struct Ended {
        var hasFailed = false
        var wasCut = false
        var cancel = Cancel.none
    }

    /// The server's next message may be looked at.
    var readsServer: Bool {
        switch self {
        case .passing, .failed, .cut, .failing: true
        case .held, .ready: false
        }
    }

    /// The client is not told of it.
    var isDropped: Bool { if case .cut = self { true } else { false } }
    var isHeld: Bool { if case .held = self { true } else { false } }
    var isReady: Bool { if case .ready = self { true } else { false } }

    var rows: HeldRows? { if case .held(let rows) = self { rows } else { nil } }

    /// What waits for a person, which nothing waits for any more by that.
    mutating func takeRows() -> HeldRows? {
        guard case .held(let rows) = self else { return nil }
        self = .passing
        return rows
    }

    /// The server has told of an error.
    mutating func fail() {
        switch self {
        case .passing: self = .failed
        case .cut(_, let cancel): self = .cut(hasFailed: true, cancel)
        // Of a failing transaction only the end of the session is told; while something waits nothing is.
        case .failed, .failing, .held, .ready: return
        }
    }

    /// The server is ready for the next query.
    mutating func end() -> Ended {
        switch self {
        case .passing: return Ended()
        case .failed:
            self = .passing
            return Ended(hasFailed: true)
        case .cut(let hasFailed, let cancel):
            self = .passing
            return Ended(hasFailed: hasFailed, wasCut: true, cancel: cancel)
        case .failing(let cancel):
            self = .passing
            return Ended(cancel: cancel)
        case .held, .ready: return Ended()
        }
    }

    /// The server has taken the CancelRequest.
    /// - Returns: the ReadyForQuery that waited for that.
    mutating func cancelDelivered() -> ByteBuffer? {
        switch self {
        case .cut(let hasFailed, _): self = .cut(hasFailed: hasFailed, .none)
        case .failing: self = .failing(.none)
        case .ready(let message):
            self = .passing
            return message
        case .passing, .failed, .held: break
        }
        return nil
    }
}
