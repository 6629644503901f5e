import SSHWire

/// Which of the sizes that a client says of its terminal are recorded: each that is another one, as long as they are not too many.
struct TerminalSizes {
    /// Of one terminal, beside the first; a client may say as many as it likes.
    static let changesLimit = 1_000

    private var last: TerminalSize
    private var count = 0

    init(_ first: TerminalSize) { last = first }

    /// - Returns: whether it is to be recorded.
    mutating func takes(_ size: TerminalSize) -> Bool {
        guard size.columns != last.columns || size.rows != last.rows, count < Self.changesLimit else { return false }
        last = size
        count += 1
        return true
    }
}
