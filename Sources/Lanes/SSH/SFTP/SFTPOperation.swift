package import SSHOperations

/// What is asked of the host's files, to be judged before the host hears of it.
package struct SFTPOperation: Sendable, Equatable {
    /// Counts the operations of a session from 0.
    package let number: UInt64
    /// All of them must be allowed. One; of an OPEN for both, two.
    package let kinds: [SFTPKind]
    /// As they were asked for, `..` resolved by letters. All of them must be allowed.
    package let paths: [HostPath]
    /// What the host makes of them, where that is another path. None of them may be denied.
    package let realPaths: [HostPath]
    /// As the protocol has it, for the record.
    package let name: String
    /// What makes it another than the next of its kind, as people read it: `rmdir`, `mode=0600`.
    package let details: [String]

    /// What its paths take while it is kept.
    var pathsByteCount: Int { (paths + realPaths).reduce(0) { $0 + $1.byteCount } }
}
