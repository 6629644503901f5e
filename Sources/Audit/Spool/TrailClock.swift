import Glibc

/// Where an audit trail reads the time.
package struct TrailClock: Sendable {
    /// Microseconds since 1970.
    package var wallMicroseconds: @Sendable () -> Int64
    package var monotonicNanoseconds: @Sendable () -> UInt64

    package init(
        wallMicroseconds: @escaping @Sendable () -> Int64, monotonicNanoseconds: @escaping @Sendable () -> UInt64
    ) {
        self.wallMicroseconds = wallMicroseconds
        self.monotonicNanoseconds = monotonicNanoseconds
    }

    package static let system = TrailClock(
        wallMicroseconds: {
            var time = timespec()
            clock_gettime(CLOCK_REALTIME, &time)
            return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000
        },
        monotonicNanoseconds: {
            var time = timespec()
            clock_gettime(CLOCK_MONOTONIC, &time)
            return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
        })
}
