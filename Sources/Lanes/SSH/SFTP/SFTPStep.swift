/// What is to be done next of a session.
package enum SFTPStep: Sendable, Equatable {
    /// To be answered by `decide`; nothing more is read from the client before that.
    case judge(SFTPOperation)
    /// The host has answered: an operation that was judged has ended with this status (`SFTPStatus`), and has opened nothing.
    case finished(number: UInt64, status: UInt32)
    /// What an operation has opened is closed.
    case closed(number: UInt64, FileUse)
}
