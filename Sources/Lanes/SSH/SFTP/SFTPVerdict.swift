/// What becomes of an operation.
package enum SFTPVerdict: Sendable, Equatable {
    case allow
    /// The client is told so, with the rule's message.
    case deny(String)
}
