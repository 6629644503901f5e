/// What a sidecar tells of itself every `intervalSeconds`.
package struct Heartbeat: Codable, Sendable, Equatable {
    package static let intervalSeconds = 10
    /// This many intervals without one are an event.
    package static let missedLimit = 3

    /// Random, new at each start: what an earlier start left waiting is over.
    package var boot: String
    package var version: String
    /// The features of bundles that it understands; nil, as sidecars of before have it: none.
    package var understands: [String]?
    /// Of the policy in force.
    package var bundleNumber: UInt64
    package var sessions: Int
    package var heldStatements: Int
    /// Records in the log, and how many of them the hub has cosigned, as far as the sidecar knows.
    package var logSize: UInt64
    package var cosignedSize: UInt64
    package var spoolBytes: UInt64
    /// Seconds since 1970, by the sidecar's clock.
    package var nowSeconds: Int64
    /// It ends in order: nothing more is to be expected. Left out: it goes on.
    package var isLeaving: Bool?
    /// Left out: no role of its principals has limits by the hour.
    package var usage: UsageReport?

    package init(
        boot: String, version: String, understands: [String]? = nil, bundleNumber: UInt64, sessions: Int,
        heldStatements: Int, logSize: UInt64, cosignedSize: UInt64, spoolBytes: UInt64, nowSeconds: Int64
    ) {
        self.boot = boot
        self.version = version
        self.understands = understands
        self.bundleNumber = bundleNumber
        self.sessions = sessions
        self.heldStatements = heldStatements
        self.logSize = logSize
        self.cosignedSize = cosignedSize
        self.spoolBytes = spoolBytes
        self.nowSeconds = nowSeconds
    }
}
