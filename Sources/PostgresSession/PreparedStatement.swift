import AuditLog

/// A named or unnamed prepared statement of the extended protocol.
final class PreparedStatement {
    let judged: JudgedStatement
    /// What the server was sent; empty for one of SQL PREPARE or DECLARE.
    let sent: [UInt8]
    /// Of the policy that it was judged by; nil when that is an earlier one, and it cannot be judged again.
    let revision: UInt64?
    /// As the server has described them.
    var columns: [RowMasker.Column]?

    init(_ judged: JudgedStatement, sent: [UInt8], revision: UInt64?, columns: [RowMasker.Column]? = nil) {
        self.judged = judged
        self.sent = sent
        self.revision = revision
        self.columns = columns
    }

    var auditText: String { judged.recorded.text }
    /// Empty for one of SQL PREPARE or DECLARE.
    var rawText: [UInt8] { judged.recorded.rawText }
}
