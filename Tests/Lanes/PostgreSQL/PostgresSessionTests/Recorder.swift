import AuditLog

/// The log of a session under test.
final class Recorder {
    /// Nothing more is kept.
    var isFull = false
    var events: [(statement: UInt64, event: AuditEvent)] = []

    var outcomes: [AuditEvent.Outcome] {
        events.compactMap { if case .outcome(let outcome) = $0.event { outcome } else { nil } }
    }

    var approvals: [AuditEvent.Approval] {
        events.compactMap { if case .approval(let approval) = $0.event { approval } else { nil } }
    }

    var decisions: [AuditEvent.Decision] {
        events.compactMap { if case .decision(let decision) = $0.event { decision } else { nil } }
    }

    var intents: [AuditEvent.Intent] {
        events.compactMap { if case .intent(let intent) = $0.event { intent } else { nil } }
    }
}
