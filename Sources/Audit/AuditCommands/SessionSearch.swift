import AuditLog
import Spool

/// Finds a session in a log by the beginning of its ID.
enum SessionSearch {
    static let help = "The session's ID, or as much of its beginning as is unique."

    /// - Throws: `AuditFailure` when there is none, or more than one.
    static func find(_ prefix: String, _ log: LogFolder, _ size: UInt64) throws -> String {
        var found: String?
        _ = try log.forEachLine(size: size) { line, _ in
            let record = try RecordReading.record(line)
            guard !record.session.isEmpty, record.session.hasPrefix(prefix), record.session != found else {
                return true
            }
            guard found == nil else { throw AuditFailure(reason: "more than one session begins with \(prefix)") }
            found = record.session
            return true
        }
        guard let found else { throw AuditFailure(reason: "no session begins with \(prefix)") }
        return found
    }
}
