/// What a policy says of the sidecars themselves. Nil: the sidecar's own default.
package struct SidecarTerms: Codable, Sendable, Equatable {
    /// How long a policy is good without the hub.
    package var leaseSeconds: Int64?
    /// How long sessions may go on when the sidecar is told to end.
    package var graceSeconds: Int?
    /// What the audit log may take on the disk.
    package var spoolBytesLimit: UInt64?

    /// Where databases are, as ``Network`` takes them: what a fence lets nobody reach but by a lane.
    package var networks: [String]?

    package init(
        leaseSeconds: Int64? = nil, graceSeconds: Int? = nil, spoolBytesLimit: UInt64? = nil, networks: [String]? = nil
    ) {
        self.leaseSeconds = leaseSeconds
        self.graceSeconds = graceSeconds
        self.spoolBytesLimit = spoolBytesLimit
        self.networks = networks
    }
}
