/// The query of a long poll for policy.
package struct PolicyQuery: Sendable, Equatable {
    package static let waitSecondsLimit = 30

    /// The revision in force; 0: none. Answered when there is another.
    package var revision: UInt64
    /// How long the hub may wait, at most `waitSecondsLimit`.
    package var waitSeconds: Int
    /// The features of bundles (see `BundleFeature`) that the sidecar understands: it is sent no bundle that requires
    /// others. Letters, digits and `-` only.
    package var understands: [String]

    package init(revision: UInt64, waitSeconds: Int, understands: [String]) {
        self.revision = revision
        self.waitSeconds = waitSeconds
        self.understands = understands
    }

    package var text: String {
        "revision=\(revision)&wait=\(waitSeconds)&understands=\(understands.joined(separator: ","))"
    }
}
