/// What a command is, as far as it moves files: then its paths are judged, and its data pass as they are.
package enum RemoteProgram: Sendable, Equatable {
    /// `scp -f`: the client fetches these.
    case scpSource([HostPath])
    /// `scp -t`: the client puts files there.
    case scpSink(HostPath)
    /// `rsync --server --sender`: the client fetches these.
    case rsyncSource([HostPath], RsyncOptions)
    /// `rsync --server`: the client puts files there, and may remove some.
    case rsyncSink([HostPath], RsyncOptions)
    /// The client fetches from a repository.
    case gitFetch(HostPath)
    /// The client pushes to it.
    case gitPush(HostPath)

    /// What it is; nil: none of these. Which program it is in truth, when it is named with its folder, is for a rule about the
    /// command to say (see `needsRule`).
    package static func read(_ command: SimpleCommand) throws(ProgramRefusal) -> RemoteProgram? {
        switch command.programName {
        case "scp": return try SCPArguments.read(command.arguments)
        case "rsync": return try RsyncArguments.read(command.arguments)
        case "git-upload-pack", "git-receive-pack":
            return RemoteProgram(git: String(command.programName), command.arguments)
        case "git":
            guard let first = command.arguments.first else { return nil }
            return RemoteProgram(git: "git-\(first)", command.arguments.dropFirst())
        default: return nil
        }
    }

    /// Whether rules about files do not suffice: git runs hooks and what a repository's configuration says, and a program
    /// that is named with its folder is what somebody has put there.
    package func needsRule(_ command: SimpleCommand) -> Bool {
        switch self {
        case .gitFetch, .gitPush: true
        case .scpSource, .scpSink, .rsyncSource, .rsyncSink: command.program.contains("/")
        }
    }

    private init?(git name: String, _ arguments: ArraySlice<String>) {
        guard arguments.count == 1, let argument = arguments.first, !argument.hasPrefix("-"),
            let path = HostPath(argument)
        else { return nil }
        switch name {
        case "git-upload-pack": self = .gitFetch(path)
        case "git-receive-pack": self = .gitPush(path)
        default: return nil
        }
    }

    /// The command anew, of what was read. Words that mean nothing to a shell stand without quotes, since git-shell and
    /// rrsync read the line themselves.
    package static func written(_ command: SimpleCommand) -> String {
        switch command.programName {
        case "git-upload-pack", "git-receive-pack":
            "\(command.program) \(command.arguments.map(ShellQuoting.quoted).joined(separator: " "))"
        default: command.words.map(ShellQuoting.plain).joined(separator: " ")
        }
    }
}
