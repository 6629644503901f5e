package import AuditLog

/// The instance's audit log on disk. `append` returns when the record has been handed to the operating system, so that
/// a killed process has lost nothing that was acknowledged; it may be called from any thread.
package final class AuditTrail: Sendable {
    package init() {}

    /// - Throws: when the record could not be kept (disk full, spool limit, log closed). The caller must then not act.
    package func append(_ entry: AuditEntry) throws(AuditFailure) {
        throw AuditFailure(reason: "not built yet")
    }
}

package struct AuditFailure: Error, Sendable, Equatable {
    /// For the client and the operator; never holds data.
    package var reason: String
    package init(reason: String) { self.reason = reason }
}
