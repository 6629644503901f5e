import AuditLog
import Judge
import Policy

/// A permitted statement, and what the log says of it. Shared by all that runs it.
final class JudgedStatement {
    let profile: StatementProfile
    /// For the log, beside what the message says that carries it.
    let recorded: RecordedStatement
    /// Executing it may change the session's names, or the catalog.
    let hasEffects: Bool
    /// What executing it waits for.
    let demands: [ApprovalDemand]
    /// The server may take COPY data for it.
    let mayCopyIn: Bool
    /// What the server says of it may hold protected values.
    let scrubs: Bool

    init(_ profile: StatementProfile, recorded: RecordedStatement) {
        self.profile = profile
        self.recorded = recorded
        hasEffects = !profile.effects.isEmpty
        demands = profile.demands
        mayCopyIn = profile.kinds.contains(.copyIn)
        scrubs = profile.serverText == .scrub
    }

    convenience init(_ profile: StatementProfile, text: String, rewritten: String?, rawText: [UInt8]) {
        self.init(
            profile,
            recorded: RecordedStatement(
                text: text, rewritten: rewritten, rawText: rawText, kinds: profile.kinds.map(\.rawValue).sorted(),
                phiRead: profile.phiRead, phiWritten: profile.phiWritten, rule: profile.rule,
                observed: profile.observed))
    }

    /// Of the same text, judged otherwise.
    func with(_ profile: StatementProfile) -> JudgedStatement {
        JudgedStatement(
            profile, text: recorded.text, rewritten: recorded.rewritten, rawText: recorded.rawText)
    }

    /// The server was sent another text than the client wrote.
    var isRewritten: Bool { recorded.rewritten != nil }
}
