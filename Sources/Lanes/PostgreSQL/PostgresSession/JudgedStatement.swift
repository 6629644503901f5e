import AuditLog
import Judge
import Policy
import SQLRewrite

/// A permitted statement, and what the log says of it. Shared by all that runs it.
final class JudgedStatement {
    let profile: StatementProfile
    /// For the log, beside what the message says that carries it.
    let recorded: RecordedStatement
    /// Executing it may change the session's names, or the catalog.
    let hasEffects: Bool
    /// What executing it waits for.
    let demands: [ApprovalDemand]
    /// People may be asked about it, before it runs or when its answer grows long.
    let mayNeedApproval: Bool
    /// As it was sent, for whoever approves of it: detectors applied to its literals.
    let sentText: String
    /// All that the server was sent with it; empty for one of SQL PREPARE or DECLARE.
    let sent: [UInt8]
    /// Where a position in what was sent is in the client's text; nil where nothing was written otherwise, or more than names.
    let positions: PositionMap?
    /// What runs with it may be code that changes how the server reads texts: it is no more than a SET that was looked at, or
    /// the beginning of a transaction.
    let mayRunCode: Bool
    /// The server may take COPY data for it.
    let mayCopyIn: Bool
    /// Of the profile, which is not copied for them with each run.
    let tagRepair: StatementProfile.TagRepair?
    let notices: [String]
    let cursor: LaneName?
    let refusesMaskMarker: Bool
    /// What the server says of it may hold protected values.
    let scrubs: Bool
    let metering: Metering?
    /// What executing it looks up, where that is counted.
    let lookups: LookupCount?

    private init(
        _ profile: StatementProfile, recorded: RecordedStatement, sentText: String, sent: [UInt8],
        positions: PositionMap?
    ) {
        self.sentText = sentText
        self.sent = sent
        self.positions = positions
        self.profile = profile
        self.recorded = recorded
        hasEffects = !profile.effects.isEmpty
        demands = profile.demands
        mayNeedApproval =
            !demands.isEmpty
            || profile.rowLimits.contains { if case .approve = $0.consequence { true } else { false } }
        mayRunCode = !profile.runsNothing
        mayCopyIn = profile.kinds.contains(.copyIn)
        tagRepair = profile.tagRepair
        notices = profile.notices
        cursor = profile.cursor
        refusesMaskMarker = profile.refusesMaskMarker
        scrubs = profile.serverText == .scrub
        metering = profile.metering
        lookups = profile.countedLookups
    }

    convenience init(
        _ profile: StatementProfile, text: String, rewritten: String?, rawText: [UInt8], sent: [UInt8],
        positions: PositionMap? = nil
    ) {
        self.init(
            profile,
            recorded: RecordedStatement(profile, text: text, rewritten: rewritten, rawText: rawText),
            sentText: rewritten ?? text, sent: sent, positions: positions)
    }

    /// One of several in a string that the log has with the first.
    /// - Parameters:
    ///   - part: which of them, from 1.
    ///   - first: the number under which the log has the string.
    convenience init(_ profile: StatementProfile, part: Int, of permit: Permit, first: UInt64) {
        let text = "/* statement \(part) of \(permit.statements.count) in the text of statement \(first) */"
        self.init(
            profile,
            recorded: RecordedStatement(
                profile, text: text, rewritten: permit.rewrittenAuditText.map { _ in text }, rawText: Array(text.utf8)),
            sentText: permit.rewrittenAuditText ?? permit.auditText, sent: permit.text, positions: permit.positions)
    }

    /// Of the same text, judged otherwise.
    func with(_ profile: StatementProfile) -> JudgedStatement {
        JudgedStatement(
            profile,
            recorded: RecordedStatement(
                text: recorded.text, rewritten: recorded.rewritten, rawText: recorded.rawText,
                kinds: profile.kinds.map(\.rawValue).sorted(), phiRead: profile.phiRead,
                phiWritten: profile.phiWritten, masked: profile.masked, rule: profile.rule,
                approvalRules: profile.approvals.map(\.rule), observed: profile.observed), sentText: sentText,
            sent: sent, positions: positions)
    }

    /// As its name knows it, where it has one: with the text that runs, and with what that names in its turn.
    /// - Parameter types: of its parameters, as a Parse message declares them: `$1 / 2` is another number by each.
    func known(parameterTypes types: [UInt32] = []) -> StatementProfile {
        guard !sent.isEmpty else { return profile }
        var known = profile
        let declared = Array(types.map { "\0\($0)" }.joined().utf8)
        known.madeBy = MakingText(
            shown: recorded.text, sent: sent + declared + (profile.runs.map { [0] + $0.sent } ?? []))
        return known
    }

    /// The server was sent another text than the client wrote.
    var isRewritten: Bool { recorded.rewritten != nil }
}

extension RecordedStatement {
    fileprivate convenience init(_ profile: StatementProfile, text: String, rewritten: String?, rawText: [UInt8]) {
        // What runs under a name is known by its text.
        let behind = profile.runs.map { " /* = \($0.shown) */" } ?? ""
        self.init(
            text: text + behind, rewritten: rewritten.map { $0 + behind }, rawText: rawText,
            kinds: profile.kinds.map(\.rawValue).sorted(), phiRead: profile.phiRead, phiWritten: profile.phiWritten,
            masked: profile.masked, rule: profile.rule, approvalRules: profile.approvals.map(\.rule),
            observed: profile.observed)
    }
}

extension StatementProfile {
    /// It sets a parameter or the like, or begins a transaction, a part of one, or undoes one. COMMIT and SET CONSTRAINTS run
    /// triggers that were deferred.
    fileprivate var runsNothing: Bool {
        if kinds == [.session] { return true }
        return kinds == [.transaction] && !effects.isEmpty && effects.allSatisfy(\.runsNothing)
    }
}

extension SessionEffect {
    /// What has it runs no code of the database by that.
    fileprivate var runsNothing: Bool {
        switch self {
        case .begin, .rollback, .savepoint, .rollbackToSavepoint, .release: true
        case .setSearchPath, .resetSearchPath, .setStatementTimeout, .resetStatementTimeout, .setRole, .commit,
            .preparesTransaction, .prepare, .deallocate, .declareCursor, .closeCursor, .createTemporary,
            .createTemporaryView, .dropTemporary, .copied, .catalogChanged, .discardAll, .made, .renamed, .unsettled,
            .defined:
            false
        }
    }
}
