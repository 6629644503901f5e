import AuditLog
package import Judge
import Policy

/// What runs at the server was permitted by the policy of before. Nothing of it goes on by that: it is judged again, as what is
/// prepared is, and where it would be judged or sent otherwise now, the session ends.
extension SessionMachine {
    /// All that is judged again for one session when the policy changes, counted as `isShort` counts: it is done on the event
    /// loop, in a tenth of a second whatever stands in it. A session with more on its way ends.
    static let judgedAgainBytesLimit = 16 * shortTextBytesLimit

    /// Whether all that runs, and what of a pipeline or a string will, would be judged and sent the same.
    /// - Parameters:
    ///   - judge: of the policy that comes into force.
    ///   - old: the one by which everything on its way was permitted, or found to be the same before.
    package func runsTheSame(by judge: Judge, since old: Judge) -> Bool {
        let unfinished = sent.unfinished
        if unfinished.isEmpty { return true }
        // The transaction's own definitions are in no catalog that `judge` knows.
        if case .read = own { return false }
        guard old.target.detect == judge.target.detect else { return false }
        var budget = Self.judgedAgainBytesLimit
        var seen: Set<ObjectIdentifier> = []
        for operation in unfinished {
            switch operation {
            case .query(let query):
                guard sendsTheSame(query.runs.map(\.judged), by: judge, &budget) else { return false }
            case .execute(let run, let portal):
                guard seen.insert(ObjectIdentifier(run.judged)).inserted else { continue }
                guard executesTheSame(run.judged, portal.statement, by: judge, &budget) else { return false }
            // They run nothing.
            case .parse, .bind, .close, .describeStatement, .describePortal, .sync, .refusedParse, .refusedQuery,
                .poison:
                continue
            }
        }
        return true
    }

    /// - Parameter statements: of one Query.
    private func sendsTheSame(_ statements: [JudgedStatement], by judge: Judge, _ budget: inout Int) -> Bool {
        guard let first = statements.first, statements.allSatisfy(\.keepsNames),
            Self.spend(&budget, first.recorded.rawText, judge)
        else { return false }
        switch judge.judge(first.recorded.rawText, names: book.names, isFresh: true) {
        case .permit(let permit), .approve(let permit):
            return permit.text == first.sent && permit.statements.count == statements.count
                && zip(permit.statements, statements).allSatisfy { $0.isTreated(as: $1.profile) }
        case .refuse, .needsCatalog: return false
        }
    }

    private func executesTheSame(
        _ judged: JudgedStatement, _ statement: PreparedStatement, by judge: Judge, _ budget: inout Int
    ) -> Bool {
        guard judged.keepsNames, Self.spend(&budget, statement.rawText, judge),
            let renewed = try? renewed(statement, by: judge, isFresh: true)
        else { return false }
        return renewed.judged.profile.isTreated(as: judged.profile)
    }

    private static func spend(_ budget: inout Int, _ text: [UInt8], _ judge: Judge) -> Bool {
        budget -= text.count * max(judge.longestListBytes, shortListBytesLimit) / shortListBytesLimit
        return budget >= 0
    }
}

extension JudgedStatement {
    /// What it and those beside it name means the same before it and after it, so that they can be judged by the names of now.
    fileprivate var keepsNames: Bool { !hasEffects || profile.effects.allSatisfy(\.keepsNames) }
}

extension SessionEffect {
    fileprivate var keepsNames: Bool {
        switch self {
        case .setStatementTimeout, .resetStatementTimeout, .begin, .savepoint, .release, .catalogChanged, .defined: true
        case .setSearchPath, .resetSearchPath, .setRole, .commit, .preparesTransaction, .rollback, .rollbackToSavepoint,
            .prepare, .deallocate, .declareCursor, .closeCursor, .createTemporary, .createTemporaryView, .dropTemporary,
            .copied, .discardAll, .made, .renamed, .unsettled:
            false
        }
    }
}

extension StatementProfile {
    /// Only what the log says of why it was permitted may differ.
    fileprivate func isTreated(as other: StatementProfile) -> Bool {
        var same = self
        same.rule = other.rule
        same.observed = other.observed
        return same == other
    }
}
