package import HubAPI

/// An enrolled sidecar. Times are RFC 3339.
package struct InstanceView: Codable, Sendable {
    package enum State: String, Codable, Sendable, CaseIterable { case enrolled, alive, missing, left, revoked }

    package var id: String
    package var principal: String
    package var groups: [String]
    package var origin: String
    package var version: String
    package var state: State
    package var enrolledAt: String
    package var lastHeartbeatAt: String?
    package var revokedReason: String?
    package var heartbeat: Heartbeat?
    /// The policy in force, where this sidecar lacks something of it and keeps an earlier one.
    package var withheld: WithheldPolicy?

    package init(
        id: String, principal: String, groups: [String], origin: String, version: String, state: State,
        enrolledAt: String, lastHeartbeatAt: String?, revokedReason: String?, heartbeat: Heartbeat?,
        withheld: WithheldPolicy?
    ) {
        self.id = id
        self.principal = principal
        self.groups = groups
        self.origin = origin
        self.version = version
        self.state = state
        self.enrolledAt = enrolledAt
        self.lastHeartbeatAt = lastHeartbeatAt
        self.revokedReason = revokedReason
        self.heartbeat = heartbeat
        self.withheld = withheld
    }
}
