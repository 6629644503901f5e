package struct AuditFailure: Error, Sendable, Equatable {
    /// For the client and the operator; never holds data.
    package var reason: String
    package init(reason: String) { self.reason = reason }
}
