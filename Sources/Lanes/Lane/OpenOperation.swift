package import AuditLog

/// One operation of a session whose intent is in the log: the only right to forward anything of it. It has one outcome,
/// whatever becomes of it.
package struct OpenOperation: ~Copyable {
    /// Counts those of its session from 1.
    package let number: UInt64
    /// Records of the log with the intent: what `audit: strict` waits for.
    package let logSize: UInt64
    private var isFinished = false
    private let record: (AuditEvent) -> Void

    init(number: UInt64, logSize: UInt64, record: @escaping (AuditEvent) -> Void) {
        self.number = number
        self.logSize = logSize
        self.record = record
    }

    package consuming func finish(_ outcome: AuditEvent.Outcome) {
        isFinished = true
        record(.outcome(outcome))
    }

    deinit { if !isFinished { record(.outcome(AuditEvent.Outcome(status: "abandoned"))) } }
}
