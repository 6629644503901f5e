import NIOCore
import Policy

/// An answer that waits for a person: the row that went over a limit, kept as it came.
struct HeldRows {
    enum Row {
        case message(UInt8, ByteBuffer)
        /// The first part of one that passes unread.
        case passing(ByteBuffer)
    }

    var row: Row
    var run: StatementRun
    /// Of the limit in the statement's profile.
    var limit: Int
    /// Of the request.
    var id: String
    var demand: ApprovalDemand
}
