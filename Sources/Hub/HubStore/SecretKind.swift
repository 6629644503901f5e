package enum SecretKind: String, Sendable, CaseIterable {
    /// A key of the hub's own: it signs policies, certificates, checkpoints.
    case hubKey = "hub-key"
    /// A user and password for a target.
    case credential
    /// By target.
    case pseudonymKey = "pseudonym-key"
}
