/// How long to wait before the next try: doubled after each failure up to a limit, and a random part of that, so that
/// many do not return at once.
package struct Backoff: Sendable {
    package var firstMilliseconds: UInt64
    package var millisecondsLimit: UInt64
    private var failures: UInt64

    /// - Parameter failures: how many there have been.
    package init(firstMilliseconds: UInt64 = 200, millisecondsLimit: UInt64 = 15_000, failures: UInt64 = 0) {
        self.firstMilliseconds = firstMilliseconds
        self.millisecondsLimit = millisecondsLimit
        self.failures = failures
    }

    /// After a failure; between half of the doubled time and all of it.
    package mutating func next(using generator: inout some RandomNumberGenerator) -> Duration {
        let whole = min(millisecondsLimit, firstMilliseconds << min(failures, 32))
        failures += 1
        return .milliseconds(UInt64.random(in: whole / 2...whole, using: &generator))
    }

    /// After a success.
    package mutating func reset() { failures = 0 }
}
