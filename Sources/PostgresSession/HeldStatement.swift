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
    /// Rules that were approved before.
    var approvedRules: [String] = []
    var kinds: Set<StatementKind>
    var phi: [String]
    var auditText: String
    var rawText: [UInt8]

    var isQuery: Bool { if case .query = place { true } else { false } }
    var via: String { isQuery ? "simple" : "execute" }

    func refusal(_ message: String, sqlState: String = "42501", needsApproval: Bool = false) -> Refusal {
        Refusal(
            sqlState: sqlState, message: message, rule: demand.rule, kinds: kinds, phi: phi, auditText: auditText,
            needsApproval: needsApproval)
    }
}
