package import Policy

/// What is held, for the people who decide about it. The lane adds whom it is for.
package struct ApprovalQuestion: Sendable, Equatable {
    /// 32 hexadecimal digits.
    package var id: String
    package var demand: ApprovalDemand
    /// Counts the statements of the session.
    package var statement: UInt64
    /// As it would be sent, detectors applied to its literals.
    package var text: String
    /// Where the text only names what runs: the text that made the name.
    package var source: String?
    /// How many values are bound to its parameters; they are not in the text.
    package var boundValues = 0
    /// What is shown of them.
    package var parameters: [String] = []
    package var phiRead: [String]
    package var phiWritten: [String]
    /// Rows that the client has already; nil when the statement has not begun.
    package var rows: UInt64?
    /// What is left of the statement's own time, `statement_timeout`; nil: it has none.
    package var timeoutMilliseconds: Int64?
    /// What of it people decide by, in lists: all but which request it is, and how long it can wait.
    package var shown: [[String]] {
        let demanded = [demand.rule, String(demand.expiresSeconds)] + (demand.message.map { [$0] } ?? [])
        return [
            demanded, demand.approvers, [text], source.map { [$0] } ?? [], [String(boundValues)], parameters, phiRead,
            phiWritten, rows.map { [String($0)] } ?? [],
        ]
    }

    /// The statement does not wait: by what it is known when it comes again. Nil: it does.
    package var standing: [UInt8]?
}
