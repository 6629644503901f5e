/// What `rsync --server` is started with (rsync's options.c, server_options).
enum RsyncArguments {
    /// Long options that move nothing outside of the paths, and run nothing. `--secluded-args` is none: with it the paths that
    /// count come in the data.
    private static let known: Set<String> = [
        "--sender", "--numeric-ids", "--inplace", "--append", "--partial", "--delay-updates", "--ignore-existing",
        "--existing", "--ignore-errors", "--size-only", "--force", "--safe-links", "--copy-unsafe-links",
        "--no-implied-dirs", "--fuzzy", "--no-r", "--no-W", "--whole-file", "--no-whole-file", "--omit-dir-times",
        "--munge-links", "--open-noatime", "--preallocate", "--stats", "--mkpath", "--checksum", "--old-compress",
        "--new-compress", "--compress", "--no-relative", "--no-specials", "--no-devices",
    ]
    private static let deleting: Set<String> = [
        "--delete", "--delete-before", "--delete-during", "--delete-after", "--delete-delay", "--delete-excluded",
        "--delete-missing-args", "--ignore-missing-args", "--remove-source-files",
    ]
    /// With a value that is a number or a word.
    private static let valued: Set<String> = [
        "--log-format", "--out-format", "--modify-window", "--compress-level", "--compress-choice", "--checksum-choice",
        "--timeout", "--bwlimit", "--block-size", "--max-size", "--min-size", "--max-delete", "--checksum-seed",
        "--iconv", "--usermap", "--groupmap", "--skip-compress", "--max-alloc",
    ]

    static func read(_ arguments: ArraySlice<String>) -> RemoteProgram? {
        guard arguments.first == "--server" else { return nil }
        var isSender = false
        var deletes = false
        var rest = arguments.dropFirst()
        while let flag = rest.first, flag.hasPrefix("-") {
            rest = rest.dropFirst()
            let name = String(flag.prefix { $0 != "=" })
            if flag == "--sender" { isSender = true }
            if deleting.contains(flag) {
                deletes = true
            } else if flag.hasPrefix("--") {
                guard known.contains(flag) || valued.contains(name) && name != flag else { return nil }
            } else if !isCluster(flag) {
                return nil
            }
        }
        // Paths come behind a point.
        guard rest.first == ".", rest.count >= 2 else { return nil }
        var paths: [HostPath] = []
        for text in rest.dropFirst() {
            // rsync takes options behind its paths, too.
            guard !text.hasPrefix("-"), let path = HostPath(text) else { return nil }
            paths.append(path)
        }
        // What a sender removes is at its own end.
        if isSender { return deletes && arguments.contains("--remove-source-files") ? nil : .rsyncSource(paths) }
        return .rsyncSink(paths, deletes: deletes)
    }

    /// Letters, then `e` with what the client can do, as in `-vlogDtpre.iLsfxCIvu`; without the point behind it `e` would take
    /// the next word for its value, and so would `B`. `s` would hide the paths in the data, and a second `v` show what filter
    /// rules in the data read.
    private static func isCluster(_ flag: String) -> Bool {
        let letters = flag.dropFirst()
        let capabilities = letters.firstIndex(of: "e").map { letters[letters.index(after: $0)...] } ?? ""
        let own = letters.prefix { $0 != "e" }
        return !letters.isEmpty && own.allSatisfy { "vlogDtprzcuHAXWSxnIOJmydLkKbRUNE".contains($0) }
            && own.count { $0 == "v" } < 2 && (own.count == letters.count || capabilities.first == ".")
            && capabilities.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == ".") }
    }
}
