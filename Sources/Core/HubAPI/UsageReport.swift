/// What principals have taken in one hour of the clock. A sidecar tells it with its heartbeat, of its own since its start; the
/// hub answers with the sum of all others'. A sidecar also keeps it in its state folder.
package struct UsageReport: Codable, Sendable, Equatable {
    /// Of principals in one hour; a sidecar serves no further one that has limits.
    package static let principalsLimit = 512
    package static let principalBytesLimit = 256

    /// Hours since 1970, UTC.
    package var hour: Int64
    package var principals: [Principal]

    package struct Principal: Codable, Sendable, Equatable {
        package var principal: String
        package var rows: UInt64
        package var cells: UInt64
        package var lookups: UInt64
        /// The limits, by their names in the policy file, at which it was refused something. Left out: none.
        package var spent: [String]?

        package init(principal: String, rows: UInt64, cells: UInt64, lookups: UInt64, spent: [String]? = nil) {
            self.principal = principal
            self.rows = rows
            self.cells = cells
            self.lookups = lookups
            self.spent = spent
        }
    }

    package init(hour: Int64, principals: [Principal]) {
        self.hour = hour
        self.principals = principals
    }
}

/// The hub's answer to a heartbeat that reports usage; to others it answers nothing, as hubs of before do to all.
package struct HeartbeatResponse: Codable, Sendable, Equatable {
    /// By everybody but this sidecar since its start, for the principals that it has named.
    package var others: UsageReport

    package init(others: UsageReport) { self.others = others }
}
