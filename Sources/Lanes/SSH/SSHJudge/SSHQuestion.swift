package import Policy
package import SSHOperations

/// What a client wants to do, to be judged before a host hears of it.
package enum SSHQuestion: Sendable, Equatable {
    /// A command, as it came.
    case command([UInt8])
    /// A session at a prompt.
    case shell
    case subsystem(String)
    /// A connection that the host is to make.
    case forward(host: String, port: UInt32)
    /// One operation of SFTP. All actions must be allowed, on all paths.
    /// `realPaths`: what the host makes of those, where it was asked and that is another: they are judged alike.
    /// `details`: what is shown of it besides, since who approves one of several operations approves no other.
    case files(actions: [FileAction], paths: [HostPath], realPaths: [HostPath] = [], details: [String] = [])
}
