/// A held statement.
package struct ApprovalRequest: Codable, Sendable, Equatable {
    package static let textBytesLimit = 64 << 10

    /// 32 hexadecimal digits, random: sent twice, it is one request.
    package var id: String
    /// The sidecar's start (see `Heartbeat.boot`).
    package var boot: String
    package var session: String
    package var statement: UInt64
    package var principal: String
    package var role: String
    package var target: String
    package var rule: String
    package var message: String?
    /// Groups that may decide.
    package var approvers: [String]
    package var expiresSeconds: Int
    /// The statement as it would be sent, detectors applied to its literals, cut at `textBytesLimit`.
    package var text: String
    package var phiRead: [String]
    package var phiWritten: [String]
    /// Rows that were delivered already; nil when the statement has not begun.
    package var rows: UInt64?

    package init(
        id: String, boot: String, session: String, statement: UInt64, principal: String, role: String, target: String,
        rule: String, message: String?, approvers: [String], expiresSeconds: Int, text: String, phiRead: [String],
        phiWritten: [String], rows: UInt64?
    ) {
        self.id = id
        self.boot = boot
        self.session = session
        self.statement = statement
        self.principal = principal
        self.role = role
        self.target = target
        self.rule = rule
        self.message = message
        self.approvers = approvers
        self.expiresSeconds = expiresSeconds
        self.text = text
        self.phiRead = phiRead
        self.phiWritten = phiWritten
        self.rows = rows
    }
}
