/// Where the client's messages of the extended protocol stand between two Syncs, and why each answer of the server can
/// be told for what it is.
///
/// The server (`PostgresMain` and `SocketBackend` of tcop/postgres.c) reads one message after the other and answers in
/// their order. What it does when something fails follows from the type of the message that it read last:
///
/// 1. **Query** (and FunctionCall, which is never sent): one ErrorResponse, then ReadyForQuery. What the string still
///    held is dropped.
/// 2. **Parse, Bind, Describe, Execute, Close, Flush**: one ErrorResponse, then everything up to a Sync is passed over
///    unanswered, a Query too.
/// 3. **Sync**: one ErrorResponse, then its own ReadyForQuery.
/// 4. Data of COPY outside of COPY is passed over.
///
/// An error does not always come while a message is at work. A statement_timeout that runs out between two messages
/// (`DoingCommandRead`) is raised when the next has been read, as an error of that one: of a Flush, which has no answer
/// of its own. And where the server writes to its log after an answer, a cancel may still strike
/// (`CHECK_FOR_INTERRUPTS` in `errfinish`): an error of a message that has been answered. Both are errors of kind 2
/// while nothing may be unanswered here, and both mean the same: the server passes over everything up to Sync. So an
/// error while a pipeline is `open` is of kind 2 whatever is at the front, **if** no Query can be there: which of both
/// failed would not be known, nor whether a ReadyForQuery follows. Therefore a Query in an open pipeline (drivers prepare
/// with Flush, and leave the Sync out) waits until everything before it has been answered. From then on an error is of
/// kind 1, but for one that the server raises while it waits for a command: an interruption, which may be of either
/// kind. Such an error of such a Query ends the session.
///
/// When the pipeline is `closed` an error has a Query, a Sync or nobody at the front. Nobody: it can only be the end of
/// the session (FATAL: an administrator, a time-out of idleness), since the server raises nothing else while it waits for
/// a command. Anything else that comes then, a completion or a row or a ReadyForQuery that is nobody's, a second error of
/// one message, an answer of another kind than what is at the front asks for: the order is lost, and the session ends
/// before anything is taken for another's.
///
/// A message that the server would not read as it was meant is never forwarded: each has exactly the length that its
/// type has (`FrontendFramer`), so that `pq_getmsgend` finds nothing, and names are short.
struct Pipeline {
    private(set) var stage = Stage.closed
    /// Counts the Syncs that were forwarded.
    private(set) var segment: UInt64 = 0

    enum Stage {
        /// No message of the extended protocol since the last Sync: a Query may come.
        case closed
        /// Some were forwarded.
        case open
        /// The client's messages are dropped up to Sync: the server passes over them, or is to.
        case skipping
    }

    /// A message of the extended protocol goes upstream.
    mutating func open() { stage = .open }

    /// A Query goes upstream: what fails from now on fails as one of its kind.
    /// - Returns: whether a pipeline was open.
    mutating func closeForQuery() -> Bool {
        defer { stage = .closed }
        return stage == .open
    }

    /// A Sync goes upstream.
    /// - Returns: the segment that it ends.
    mutating func sync() -> UInt64 {
        stage = .closed
        defer { segment += 1 }
        return segment
    }

    mutating func skip() { stage = .skipping }
}
