/// The numbers of an instance's audit log.
package struct SpoolConfiguration: Sendable, Equatable {
    /// Written data is forced to the disk at the latest after this time.
    package var exposureMilliseconds = 100
    /// A checkpoint is signed at the latest when this many records are not covered by one…
    package var checkpointRecords: UInt64 = 1_000
    /// …or this many milliseconds after the first of them.
    package var checkpointMilliseconds = 1_000
    /// At this many uncovered records an append waits for the checkpoint.
    package var uncoveredRecordsLimit: UInt64 = 10_000
    package var heartbeatSeconds = 60
    /// A segment file is sealed when it has grown over this.
    package var segmentBytes: UInt64 = 64 << 20
    /// Of the whole folder.
    package var spoolBytesLimit: UInt64 = 10 << 30
    /// Of the limit above, what is kept for the records of statements that run already, and for closing.
    package var reserveBytes: UInt64 = 64 << 20
    /// Disk space that is occupied from the start, and given free for those same records when the disk is full.
    package var diskReserveBytes: UInt64 = 4 << 20

    package init() {}
}
