/// A peer broke SFTP, or a limit of it. The channel ends.
package struct SFTPViolation: Error, Sendable, Equatable {
    /// Names the rule, and holds no data of the peer's.
    package let words: String

    package init(_ words: String) { self.words = words }
}
