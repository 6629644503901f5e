package import Policy

/// What policy says of an `SSHQuestion`.
package struct SSHJudgement: Sendable, Equatable {
    package enum Verdict: Sendable, Equatable {
        /// - `rule`: that allowed it; nil: the policy's default.
        case allow(rule: String?, isObserved: Bool)
        /// - `words`: what is refused and what to do instead, for the client, which is told the rule before them; nothing of what was
        ///   asked.
        case deny(rule: String, words: String)
        /// Held until all are met.
        case approve([ApprovalDemand])
    }

    /// How what comes back is treated.
    package enum Output: Sendable, Equatable {
        /// As it is: files, whose paths were judged.
        case exact
        case masked(mayBeBinary: Bool)
        /// The same behind rsync's beginning, which is read. `names`: how many names of algorithms it may have.
        case rsync(names: Int)
        /// SFTP, whose operations are judged one by one.
        case files
    }

    package var isDenied: Bool {
        if case .deny = verdict { true } else { false }
    }

    /// What asked: `exec`, `shell`, `sftp`, `scp`, `rsync`, `git`, `forward`, `subsystem`.
    package let via: String
    package let verdict: Verdict
    package let output: Output
    /// Of a command: what is sent to the host, if anything is.
    package let command: [UInt8]?
    /// What is done to files, sorted.
    package let actions: [FileAction]
    /// The target's `phi_paths` that it may touch, sorted.
    package let protectedPaths: [String]
    /// It may run in a terminal.
    package var takesTerminal = false
}
