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
        case .rsyncSource(let paths): return ("rsync", [.read, .list], places(paths))
        case .rsyncSink(let paths, let deletes):
            let actions: [FileAction] = [.write, .list, .setstat]
            return ("rsync", deletes ? actions + [.remove] : actions, places(paths))
        case .gitFetch(let path): return ("git", [.read], places([path]))
        case .gitPush(let path): return ("git", [.write], places([path]))
        }
    }
}

extension SimpleCommand {
    /// `scp -r`.
    var isRecursiveCopy: Bool {
        arguments.prefix { $0.hasPrefix("-") && $0 != "--" }.contains { $0.contains("r") }
    }
}
