import AuditLog

/// The log of a session under test.
final class Recorder {
    var events: [(statement: UInt64, event: AuditEvent)] = []

    var outcomes: [AuditEvent.Outcome] {
        events.compactMap { if case .outcome(let outcome) = $0.event { outcome } else { nil } }
    }

    var intents: [AuditEvent.Intent] {
        events.compactMap { if case .intent(let intent) = $0.event { intent } else { nil } }
    }
}
