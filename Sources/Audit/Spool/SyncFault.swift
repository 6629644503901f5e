/// Why a flush did not succeed.
enum SyncFault: Sendable {
    /// The records could not be forced to the disk.
    case lost(AuditFailure)
    /// The leaf hashes, given back here, found no room.
    case notWritten([UInt8])
}
