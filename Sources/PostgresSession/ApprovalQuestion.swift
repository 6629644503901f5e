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
    /// Values that are bound to its parameters; they are not in the text.
    package var boundValues = 0
    package var phiRead: [String]
    package var phiWritten: [String]
    /// Rows that the client has already; nil when the statement has not begun.
    package var rows: UInt64?
}
