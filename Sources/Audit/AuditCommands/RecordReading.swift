import AuditLog
import Spool

/// Reads a line of a log that was not verified.
enum RecordReading {
    static func record(_ line: ArraySlice<UInt8>) throws -> AuditRecord {
        do {
            return try AuditRecord(parsing: line)
        } catch {
            throw LogFault(seq: nil, what: "a line is not a record: \(error.reason)")
        }
    }
}
