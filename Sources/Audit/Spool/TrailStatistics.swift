/// How far the log is, for metrics.
package struct TrailStatistics: Sendable, Equatable {
    package var records: UInt64
    /// Of all files of the spool.
    package var bytes: UInt64
    /// Records that the last checkpoint covers.
    package var checkpointSize: UInt64
    package var checkpointAgeNanoseconds: UInt64
    /// Records that a power cut could still take.
    package var unsyncedRecords: UInt64
    /// Why new statements are refused at the moment; nil: they are not.
    package var refusal: String?
}
