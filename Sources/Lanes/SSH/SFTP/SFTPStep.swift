/// What is to be done next of a session.
package enum SFTPStep: Sendable, Equatable {
    /// To be answered by `decide`; nothing more is read from the client before that.
    case judge(SFTPOperation)
    /// The host has answered: an operation that was judged has ended with this status (`SFTPStatus`).
    case finished(number: UInt64, status: UInt32)
}
