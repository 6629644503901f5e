package import Judge
import NIOCore
import PostgresWire

/// What the open transaction has defined: nobody but the session itself can see it before it is committed, so the session's
/// own connection is asked, between two statements.
enum OwnDefinitions {
    /// None, or the lane's catalog knows them.
    case none
    /// Nobody has read them since the last.
    case unread
    /// Judged by `judge`, as long as that of the lane is `base`.
    case read(Judge, base: Judge)
    /// It could not be read: what it reaches is refused (`UnsettledNames`).
    case unreadable
}

/// The server answers the lane, and not the client, while a message waits for it.
struct OwnReading {
    /// That of the lane when it began.
    let base: Judge
    /// Of the question that is not answered yet.
    var rows: TextRows?
}

extension SessionMachine {
    // MARK: when

    /// What the server says is an answer to the lane.
    var readsOwn: Bool { if case .forOwnCatalog? = held { true } else { false } }

    /// The open transaction has defined something.
    package var hasOwnDefinitions: Bool { if case .none = own { false } else { true } }

    /// What statements are judged by that reach these.
    package var judgeOfOwn: Judge? { if case .read(let judge, _) = own { judge } else { nil } }

    /// A statement goes upstream that defines something, or ends or takes back what was defined.
    mutating func noteDefinitions(_ run: StatementRun) {
        guard environment.readsOwnCatalog, judge.looksAtRelations else { return }
        let effects = run.profile.effects
        if effects.contains(.catalogChanged) { forgetOwn(isNew: true) }
        if effects.contains(where: \.endsDefinitions) { forgetOwn(isNew: false) }
    }

    /// What was read is not what there is any more. As long as nobody has read that, nothing is believed of any name.
    mutating func forgetOwn(isNew: Bool) {
        switch own {
        case .none: if isNew { own = .unread }
        case .unread: return
        case .unreadable: own = .unread
        case .read:
            own = .unread
            book.unsettle()
        }
    }

    /// The judge by the transaction's own definitions, where they are known.
    mutating func ownJudge() -> Judge? {
        guard case .read(let judge, let base) = own else { return nil }
        if base === environment.judge() { return judge }
        // The policy has changed, or the catalog of all.
        forgetOwn(isNew: false)
        return nil
    }

    /// Whether a message that would be refused waits for them. They are asked for only where the server reads a Query as one:
    /// nothing is on its way, no pipeline is open, and the transaction is the client's own and has not failed.
    mutating func waitsForOwn(_ type: UInt8, _ body: ByteBuffer) -> Bool {
        _ = ownJudge()
        guard case .unread = own, transactionStatus == .open else { return false }
        guard sent.isEmpty else {
            holdUntilAnswered(type, body)
            return true
        }
        guard pipeline.stage == .closed else { return false }
        let base = environment.judge()
        guard !base.isClosed else { return false }
        held = .forOwnCatalog(type, body, OwnReading(base: base))
        // A Query takes both away that have no name.
        book.forgetUnnamed()
        effects.append(.readOwnCatalog)
        return true
    }

    // MARK: asking

    /// Asks the server for the lane; `Effect.ownAnswer` says what it answered. One question at a time, after
    /// `Effect.readOwnCatalog`.
    /// - Parameter rowsLimit: of its answer.
    package mutating func askOwn(_ text: String, rowsLimit: Int) {
        guard case .forOwnCatalog(let type, let body, var reading)? = held, reading.rows == nil, !isClosed else {
            return
        }
        reading.rows = TextRows(rowsLimit: rowsLimit)
        held = .forOwnCatalog(type, body, reading)
        toUpstream.writeQuery(Array(text.utf8))
    }

    /// What the server says while it is asked.
    mutating func answerOwn(_ type: UInt8, _ message: ByteBuffer) {
        // The lane's settings are put back when all has been read; what is said of them is not of the client's.
        if type == UInt8(ascii: "N") { return }
        if type == UInt8(ascii: "S") { return parameterStatus(message, isTold: false) }
        guard case .forOwnCatalog(let waiting, let body, var reading)? = held, var rows = reading.rows else {
            return lost("answered what was not asked")
        }
        switch type {
        case UInt8(ascii: "T"), UInt8(ascii: "D"), UInt8(ascii: "C"), UInt8(ascii: "E"): break
        case UInt8(ascii: "Z"):
            guard let status = TransactionStatus(ready: message) else {
                return fail("the upstream server sent an invalid ReadyForQuery", sqlState: "08P01")
            }
            transactionStatus = status
        default: return lost("sent a message that is not expected")
        }
        // Taken out while they grow, so that they are not copied.
        held = nil
        reading.rows = nil
        let outcome = rows.receive(type, message)
        reading.rows = outcome == nil ? rows : nil
        held = .forOwnCatalog(waiting, body, reading)
        if let outcome { effects.append(.ownAnswer(outcome)) }
    }

    /// All has been asked.
    /// - Parameter judge: by what was read; nil: it could not be, and what was defined is not believed.
    package mutating func ownRead(_ judge: Judge?) {
        guard case .forOwnCatalog(let type, let body, let reading)? = held, reading.rows == nil, !isClosed else {
            return
        }
        // Its transaction is as it was before, or whatever follows would run in another.
        guard transactionStatus == .open else {
            return fail(
                "the definitions of the open transaction could not be read, and it has failed by that",
                sqlState: "25P02")
        }
        if let judge {
            own = .read(judge, base: reading.base)
            _ = book.forgetMade()
        } else {
            own = .unreadable
        }
        held = nil
        handle(type, body)
        pumpClient()
    }
}
