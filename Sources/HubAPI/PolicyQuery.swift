/// The query of a long poll for policy.
package struct PolicyQuery: Sendable, Equatable {
    package static let waitSecondsLimit = 30

    /// The revision in force; 0: none. Answered when there is another.
    package var revision: UInt64
    /// How long the hub may wait, at most `waitSecondsLimit`.
    package var waitSeconds: Int

    package init(revision: UInt64, waitSeconds: Int) {
        self.revision = revision
        self.waitSeconds = waitSeconds
    }

    package var text: String { "revision=\(revision)&wait=\(waitSeconds)" }
}
