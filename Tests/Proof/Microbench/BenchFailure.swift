/// What was to be measured did not happen.
struct BenchFailure: Error {
    var reason: String
}
