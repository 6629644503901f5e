import Judge
import NIOCore
import PostgresWire

/// What the client sent and what must wait before it can be understood.
extension SessionMachine {
    var mustWaitForCatalog: Bool { catalogChanges > 0 || isCatalogStale }

    /// Where an unqualified name leads to follows from how what is on its way ends.
    var mustWaitForPath: Bool {
        (pathChanges > 0 || book.names.settings.isPathAtStake && !sent.isEmpty) && judge.looksAtRelations
    }

    /// A Query, Parse or Bind, for a catalog that is read from now on or after what is on its way.
    mutating func holdForCatalog(_ type: UInt8, _ body: ByteBuffer, isRetry: Bool) {
        held = .forCatalog(type, body, isRetry: isRetry)
        if catalogChanges == 0 { return effects.append(isCatalogStale ? .awaitCatalog : .refreshCatalog) }
        askForAnswers()
    }

    /// What a message means follows from answers that have not come.
    mutating func holdUntilAnswered(_ type: UInt8, _ body: ByteBuffer) {
        held = .untilAnswered(type, body)
        askForAnswers()
    }

    /// What is waited for may stand unsent in the server's buffer until a Sync that is held up here.
    private mutating func askForAnswers() {
        switch pipeline {
        case .open: toUpstream.writeFlush()
        case .closed, .skipping: return
        }
    }

    mutating func resumeAnswered() {
        guard case .untilAnswered(let type, let body)? = held, sent.isEmpty, heldReady == nil, !isClosed else { return }
        held = nil
        handle(type, body)
    }

    /// Whether what is made under no name is what the server has under none: it has said so, or what would use it is
    /// skipped together with it.
    func isCertain(_ statement: PreparedStatement) -> Bool { statement.isMade || statement.segment == segment }
    func isCertain(_ portal: Portal) -> Bool { portal.isMade || portal.segment == segment }
}
