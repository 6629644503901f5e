/// What the other end of `scp` is started with.
enum SCPArguments {
    static func read(_ arguments: ArraySlice<String>) -> RemoteProgram? {
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
                default: return nil
                }
            }
        }
        guard isSource != isSink, !rest.isEmpty else { return nil }
        var paths: [HostPath] = []
        for text in rest {
            guard let path = HostPath(text) else { return nil }
            paths.append(path)
        }
        if isSource { return .scpSource(paths) }
        return paths.count == 1 ? .scpSink(paths[0]) : nil
    }
}
