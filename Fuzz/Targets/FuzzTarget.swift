/// What is fuzzed. The fuzzer and the replay in `make test` both come in here.
package enum FuzzTarget: String, CaseIterable, Sendable {
    /// PostgresWire: what cuts bytes into messages.
    case framing
    /// PostgresSession: a session between a client and a server that both send anything.
    case session
    /// PgParser, SQLRewrite and Judge: from a statement to what is sent upstream.
    case statement
    /// Detectors: over any bytes.
    case detectors
    /// PolicyBundle: the file, and what a signed one may say.
    case bundle
    /// Policy: names, patterns and rules.
    case policy
    /// AuditLog and SignedNote: a log that somebody changed.
    case audit
    /// SSHTransport and SSHWire: packets, key exchange and messages of a peer that sends anything.
    case sshTransport = "ssh-transport"
    /// SSHSession: channels between a client and a host that both send anything.
    case sshRelay = "ssh-relay"
    /// SFTP: operations on files.
    case sftp
    /// SSHOperations: commands, templates, transfers.
    case command
    /// StreamMasking: text in pieces.
    case streams

    /// - Throws: when a property is broken. A trap is a finding as well.
    package func run(_ bytes: [UInt8]) throws(BrokenProperty) {
        switch self {
        case .framing: try Framing.run(bytes)
        case .session: try Session.run(bytes)
        case .statement: try Statement.run(bytes)
        case .detectors: try Detection.run(bytes)
        case .bundle: try BundleLoading.run(bytes)
        case .policy: try PolicyWords.run(bytes)
        case .audit: try AuditVerifying.run(bytes)
        case .sshTransport: try SSHTransporting.run(bytes)
        case .sshRelay: try SSHRelaying.run(bytes)
        case .sftp: try SFTPReading.run(bytes)
        case .command: try CommandReading.run(bytes)
        case .streams: try StreamSearching.run(bytes)
        }
    }

    /// Inputs to begin with: well formed, and few.
    package var seeds: [[UInt8]] {
        switch self {
        case .framing: Framing.seeds
        case .session: Session.seeds
        case .statement: Statement.seeds
        case .detectors: Detection.seeds
        case .bundle: BundleLoading.seeds
        case .policy: PolicyWords.seeds
        case .audit: AuditVerifying.seeds
        case .sshTransport: SSHTransporting.seeds
        case .sshRelay: SSHRelaying.seeds
        case .sftp: SFTPReading.seeds
        case .command: CommandReading.seeds
        case .streams: StreamSearching.seeds
        }
    }
}
