import Judge

/// COPY FROM STDIN. A server that copies in reads messages in another way (`CopyGetData` of commands/copyfromparse.c):
/// CopyData, CopyDone and CopyFail are the data's; Flush and Sync are passed over; anything else fails the COPY in the
/// middle of a message, and the connection with it. Before and after it passes over the data's messages and answers
/// Sync. Where it stands when it reads a message must therefore be known here before that message is sent:
///
/// - behind a statement that may begin to copy in, nothing is read until the server has said that it takes data, or that
///   it is done, or that it failed;
/// - behind CopyDone or CopyFail, nothing is read until it is done or has failed;
/// - while it takes data, Flush and Sync are not sent: it would not see them.
///
/// What remains is data that is on its way when the COPY fails by itself. It was sent while the server could only take
/// it for data, or pass over it; and what is sent next, it reads after it. A Sync that was swallowed while the COPY
/// failed is as if it had come before the row that failed it: the client sends another at the end of its data.
enum CopyIn {
    case none
    case mayBegin
    /// The server takes data.
    case open(Data)
    /// CopyDone or CopyFail were sent. The error that follows is replaced by the refusal.
    case ended(Refusal?)

    struct Data {
        let run: StatementRun
        /// Looks for masked values that come back, wherever the client cuts its data; nil where none may be refused.
        var markers: MaskMarkerStream?
    }

    /// The client's next message may be read.
    var readsClient: Bool {
        switch self {
        case .none, .open: true
        case .mayBegin, .ended: false
        }
    }
}
