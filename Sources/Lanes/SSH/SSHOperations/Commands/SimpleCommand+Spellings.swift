extension SimpleCommand {
    /// As it is; without the folder that its program was named with; and of what moves files by its name alone, and with no
    /// more than its direction and each of its paths. A rule that restricts holds for a program however it is written.
    var spellings: [SimpleCommand] {
        var all = [self]
        if program.contains("/") { all.append(SimpleCommand(words: [String(programName)] + arguments)) }
        guard let remote = try? RemoteProgram.read(self) else { return all }
        return all + remote.spellings.map(SimpleCommand.init(words:))
    }
}

extension RemoteProgram {
    fileprivate var spellings: [[String]] {
        func each(_ paths: [HostPath], _ words: [[String]]) -> [[String]] {
            words.flatMap { words in paths.map { words + [$0.text] } }
        }
        return switch self {
        case .scpSource(let paths): [["scp"]] + each(paths, [["scp", "-f"], ["scp", "-r", "-f"]])
        case .scpSink(let path): [["scp"]] + each([path], [["scp", "-t"], ["scp", "-r", "-t"]])
        case .rsyncSource(let paths, _): [["rsync"]] + each(paths, [["rsync", "--server", "--sender", "."]])
        case .rsyncSink(let paths, _): [["rsync"]] + each(paths, [["rsync", "--server", "."]])
        case .gitFetch(let path): Self.git("upload-pack", path)
        case .gitPush(let path): Self.git("receive-pack", path)
        }
    }

    private static func git(_ name: String, _ path: HostPath) -> [[String]] {
        [["git"], ["git-\(name)"], ["git-\(name)", path.text], ["git", name, path.text]]
    }
}
