/// What becomes of an operation.
package enum SFTPVerdict: Sendable, Equatable {
    case allow
    /// The same after something was waited for: links may lead elsewhere by now, and the host is asked once more. Where it has
    /// not been asked before, nothing is allowed so.
    case allowAfterWaiting
    /// The client is told so, with the rule's message.
    case deny(String)
}
