package import HubAPI

/// An enrolled sidecar.
package struct Instance: Sendable, Equatable {
    /// 16 hexadecimal digits.
    package var id: String
    package var principal: String
    package var groups: [String]
    /// Of its audit log: `chaperone/<hub name>/<id>`.
    package var origin: String
    /// Ed25519, 32 bytes.
    package var auditPublicKey: [UInt8]
    /// SubjectPublicKeyInfo, DER.
    package var tlsPublicKey: [UInt8]
    package var version: String
    package var enrolledAtSeconds: Int64
    /// Nil: it may work.
    package var revokedAtSeconds: Int64?
    package var revokedReason: String?
    /// Nil: it has not yet been heard of.
    package var lastHeartbeatSeconds: Int64?
    /// The last heartbeat as it came, JSON.
    package var heartbeat: String?
    /// The last heartbeat is overdue, and that is an event already.
    package var isMissing: Bool
    /// The policy that it is not sent, since it lacks something of it. Nil: it has the one in force.
    package var withheld: WithheldPolicy?

    package init(
        id: String, principal: String, groups: [String], origin: String, auditPublicKey: [UInt8],
        tlsPublicKey: [UInt8], version: String, enrolledAtSeconds: Int64, revokedAtSeconds: Int64? = nil,
        revokedReason: String? = nil, lastHeartbeatSeconds: Int64? = nil, heartbeat: String? = nil,
        isMissing: Bool = false, withheld: WithheldPolicy? = nil
    ) {
        self.id = id
        self.principal = principal
        self.groups = groups
        self.origin = origin
        self.auditPublicKey = auditPublicKey
        self.tlsPublicKey = tlsPublicKey
        self.version = version
        self.enrolledAtSeconds = enrolledAtSeconds
        self.revokedAtSeconds = revokedAtSeconds
        self.revokedReason = revokedReason
        self.lastHeartbeatSeconds = lastHeartbeatSeconds
        self.heartbeat = heartbeat
        self.isMissing = isMissing
        self.withheld = withheld
    }
}
