package import SignedNote

/// What a hub does with audit logs.
package struct AuditConfiguration: Sendable, Equatable {
    /// Six years: 45 CFR 164.316(b)(2)(i).
    package static let retentionSecondsDefault: Int64 = 2_192 * 86_400
    package static let witnessIntervalSecondsDefault: Int64 = 60

    /// How long a log is kept after its last record.
    package var retentionSeconds: Int64
    /// Those outside this hub that are shown every log.
    package var witnesses: [FurtherWitness]
    /// How often they are.
    package var witnessIntervalSeconds: Int64
    /// Keys of logs that are kept elsewhere, and that this hub is a witness of.
    package var witnessedLogs: [VerifierKey]

    package init() {
        retentionSeconds = Self.retentionSecondsDefault
        witnesses = []
        witnessIntervalSeconds = Self.witnessIntervalSecondsDefault
        witnessedLogs = []
    }
}
