/// How many rows a portal has given over all its Executes: a limit counts them together, so that fetching in small
/// steps gives no more than fetching at once.
final class RowProgress {
    var rows: UInt64 = 0
}
