import Policy
import SSHOperations

extension RemoteProgram {
    /// What it does to files. Folders are moved with what is in them: only scp says whether it may be one.
    func transfer(isRecursive: Bool) -> (via: String, actions: [FileAction], places: [FilePlace]) {
        func places(_ paths: [HostPath], isTree: Bool = true) -> [FilePlace] {
            paths.map { FilePlace(path: $0, reach: isTree ? .tree : .itself) }
        }
        switch self {
        case .scpSource(let paths): return ("scp", [.read], places(paths, isTree: isRecursive))
        // The client names the files in it.
        case .scpSink(let path): return ("scp", [.write], places([path]))
        case .rsyncSource(let paths, let options): return ("rsync", [.read, .list], places(paths) + options.elsewhere)
        case .rsyncSink(let paths, let options):
            var actions: [FileAction] = [.write, .list, .setstat]
            if options.readsBack { actions.append(.read) }
            if options.makesLinks { actions.append(.link) }
            if options.deletes { actions.append(.remove) }
            return ("rsync", actions, places(paths) + options.elsewhere)
        case .gitFetch(let path): return ("git", [.read], places([path]))
        case .gitPush(let path): return ("git", [.write], places([path]))
        }
    }
}

extension RemoteProgram {
    /// Its data pass as they are, but for what rsync says to the host before them.
    var output: SSHJudgement.Output {
        switch self {
        case .rsyncSource(_, let options), .rsyncSink(_, let options):
            options.takesFilters ? .rsync(names: options.names) : .exact
        case .scpSource, .scpSink, .gitFetch, .gitPush: .exact
        }
    }
}

extension RemoteProgram {
    /// It goes where links lead.
    var followsLinks: Bool {
        switch self {
        case .rsyncSource(_, let options), .rsyncSink(_, let options): options.followsLinks
        case .scpSource, .scpSink, .gitFetch, .gitPush: false
        }
    }

    /// The client puts files at the host.
    var comesFromClient: Bool {
        switch self {
        case .scpSink, .rsyncSink, .gitPush: true
        case .scpSource, .rsyncSource, .gitFetch: false
        }
    }
}

extension RsyncOptions {
    /// Links that are followed may lead anywhere.
    fileprivate var elsewhere: [FilePlace] {
        followsLinks ? HostPath("/").map { [FilePlace(path: $0, reach: .tree)] } ?? [] : []
    }
}

extension SimpleCommand {
    /// `scp -r`.
    var isRecursiveCopy: Bool {
        arguments.prefix { $0.hasPrefix("-") && $0 != "--" }.contains { $0.contains("r") }
    }
}
