import Judge
import NIOCore
import PostgresWire

/// What the client sent and what must wait before it can be understood.
extension SessionMachine {
    var mustWaitForCatalog: Bool { changes.concernCatalog || changes.isCatalogStale }

    /// Where an unqualified name leads to follows from how what is on its way ends.
    var mustWaitForPath: Bool {
        (changes.concernPath || book.names.settings.isPathAtStake && !sent.isEmpty) && judge.looksAtRelations
    }

    /// For a catalog that is read from now on or after what is on its way.
    /// - Parameter isFresh: it is not asked for once more then.
    mutating func holdForCatalog(_ type: StatementMessage, _ body: ByteBuffer, isFresh: Bool) {
        held = .forCatalog(type, body, isFresh: isFresh)
        guard changes.concernCatalog else {
            return effects.append(changes.isCatalogStale ? .awaitCatalog : .refreshCatalog)
        }
        askForAnswers()
    }

    /// What a message means follows from answers that have not come.
    mutating func holdUntilAnswered(_ type: UInt8, _ body: ByteBuffer) {
        held = .untilAnswered(type, body)
        askForAnswers()
    }

    /// What is waited for may stand unsent in the server's buffer until a Sync that is held up here.
    private mutating func askForAnswers() {
        switch pipeline.stage {
        case .open: toUpstream.writeFlush()
        case .closed, .skipping: return
        }
    }

    mutating func resumeAnswered() {
        guard case .untilAnswered(let type, let body)? = held, sent.isEmpty, !answer.isReady, !isClosed else { return }
        held = nil
        handle(type, body)
    }

    /// Whether what is made under no name is what the server has under none: it has said so, or what would use it is
    /// skipped together with it.
    func isCertain(_ statement: PreparedStatement) -> Bool { statement.isMade || statement.segment == pipeline.segment }
    func isCertain(_ portal: Portal) -> Bool { portal.isMade || portal.segment == pipeline.segment }
}
