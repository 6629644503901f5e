import Judge
import NIOCore
import Policy

/// A statement that waits for a person: nothing of it is forwarded.
struct HeldStatement {
    enum Place {
        case query(Permit, raw: [UInt8])
        /// The body of the Execute message.
        case execute(ByteBuffer, Portal)
    }

    var place: Place
    /// Of the request.
    var id: String
    var demand: ApprovalDemand
    /// What was approved before.
    var approved: [ApprovalDemand] = []
    var kinds: Set<StatementKind>
    var phi: [String]
    var auditText: String
    var rawText: [UInt8]
    /// Of what it reaches, when people were asked.
    var shape: [String]

    var isQuery: Bool { if case .query = place { true } else { false } }
    var via: String { isQuery ? "simple" : "execute" }

    func refusal(
        _ message: String, sqlState: String = "42501", hint: String? = nil, needsApproval: Bool = false
    ) -> Refusal {
        Refusal(
            sqlState: sqlState, message: message, hint: hint, rule: demand.rule, kinds: kinds, phi: phi,
            auditText: auditText,
            needsApproval: needsApproval)
    }
}
