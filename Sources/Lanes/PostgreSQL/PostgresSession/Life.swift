/// Whether a session goes on.
enum Life {
    case open
    /// The next statement is not run: the session ends, and says why.
    indirect case ending(reason: String, sqlState: String)
    case closed
}
