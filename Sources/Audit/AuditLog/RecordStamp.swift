/// What the log adds to an entry.
package struct RecordStamp: Sendable, Equatable {
    /// Position in the log, from 0, without a hole.
    package var seq: UInt64
    /// Microseconds since 1970.
    package var atMicroseconds: Int64
    /// Strictly rising; nanoseconds of a monotonic clock, bumped where that clock stood still or began anew.
    package var mono: UInt64

    package init(seq: UInt64, atMicroseconds: Int64, mono: UInt64) {
        self.seq = seq
        self.atMicroseconds = atMicroseconds
        self.mono = mono
    }
}
