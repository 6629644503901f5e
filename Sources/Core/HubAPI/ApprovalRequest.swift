/// A held statement.
package struct ApprovalRequest: Codable, Sendable, Equatable {
    package static let textBytesLimit = 64 << 10
    /// Values that are shown, and what they may take each and together; the rest is counted.
    package static let parametersLimit = 100
    package static let parameterBytesLimit = 1 << 10
    package static let parametersBytesLimit = 16 << 10

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
    /// The statement as it would be sent, detectors applied to its literals, in the form of `ApprovalText`; at most
    /// `textBytesLimit` bytes.
    package var text: String
    /// How many values are bound to its parameters; nil when there are none, or it is not known.
    package var boundValues: Int?
    /// The first of them, as far as policy shows them: `'7'`, `NULL`, in the form of `ApprovalText`. Nil: none is shown.
    package var parameters: [String]?
    package var phiRead: [String]
    package var phiWritten: [String]
    /// Rows that were delivered already; nil when the statement has not begun.
    package var rows: UInt64?

    package init(
        id: String, boot: String, session: String, statement: UInt64, principal: String, role: String, target: String,
        rule: String, message: String?, approvers: [String], expiresSeconds: Int, text: String,
        boundValues: Int? = nil, parameters: [String]? = nil, phiRead: [String],
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
        self.boundValues = boundValues
        self.parameters = parameters
        self.phiRead = phiRead
        self.phiWritten = phiWritten
        self.rows = rows
    }

    /// `with 2 bound values that are not shown`; nil when there are none, or all are.
    /// - Parameter isShort: none is shown here.
    package func boundValuesWords(isShort: Bool = false) -> String? {
        let count = boundValues ?? 0
        let shown = parameters?.count ?? 0
        if isShort, count > 0 { return count == 1 ? "with 1 bound value" : "with \(count) bound values" }
        guard count > shown else { return nil }
        let more = shown > 0 ? "more " : ""
        return count - shown == 1
            ? "with 1 \(more)bound value that is not shown"
            : "with \(count - shown) \(more)bound values that are not shown"
    }

    /// `$1 = '7'`, for each that is shown.
    package var parameterLines: [String] { (parameters ?? []).enumerated().map { "$\($0 + 1) = \($1)" } }
}
