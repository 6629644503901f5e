/// One thing that is done again and again, and what it is counted in.
struct Work: Sendable {
    var name: String
    /// What one turn is one of: `statement`, `record`, `KiB of text` …
    var unit: String
    /// Units of one turn.
    var unitsPerTurn = 1
    /// The same instructions each time; not so where a thread works beside it.
    var repeats = true
    /// Makes it ready, and gives what one turn does; the number is the turn's.
    var prepare: @Sendable () throws -> (Int) throws -> Void
}
