/// What the other end of `scp` is started with.
enum SCPArguments {
    /// Nil: it is no other end.
    static func read(_ arguments: ArraySlice<String>) throws(ProgramRefusal) -> RemoteProgram? {
        var isSource = false
        var isSink = false
        var rest = arguments
        while let flag = rest.first, flag.hasPrefix("-"), flag != "-" {
            rest = rest.dropFirst()
            if flag == "--" { break }
            for letter in flag.dropFirst() {
                switch letter {
                case "f": isSource = true
                case "t": isSink = true
                case "r", "p", "d", "v", "q": break
                default: throw .scp
                }
            }
        }
        guard isSource || isSink else { return nil }
        guard isSource != isSink, !rest.isEmpty else { throw .scp }
        var paths: [HostPath] = []
        for text in rest {
            guard let path = HostPath(text) else { throw .scp }
            paths.append(path)
        }
        if isSource { return .scpSource(paths) }
        guard paths.count == 1 else { throw .scp }
        return .scpSink(paths[0])
    }
}
