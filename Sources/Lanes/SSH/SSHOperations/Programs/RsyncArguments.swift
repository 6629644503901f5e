/// What `rsync --server` is started with (rsync's options.c, server_options).
enum RsyncArguments {
    /// Long options that move nothing outside of the paths, and run nothing. `--secluded-args` is none: with it the paths that
    /// count come in the data.
    private static let known: Set<String> = [
        "--sender", "--numeric-ids", "--inplace", "--partial", "--delay-updates", "--ignore-existing",
        "--existing", "--ignore-errors", "--size-only", "--safe-links",
        "--no-r", "--omit-dir-times",
        "--munge-links", "--open-noatime", "--preallocate", "--stats", "--mkpath", "--old-compress",
        "--new-compress", "--no-relative", "--no-specials", "--no-devices",
    ]
    private static let deleting: Set<String> = [
        "--delete-missing-args", "--ignore-missing-args", "--remove-source-files", "--force",
    ]
    /// What is not in the data is deleted, but for what rules in the data keep.
    private static let deletingAll: Set<String> = [
        "--delete", "--delete-before", "--delete-during", "--delete-after", "--delete-delay", "--delete-excluded",
    ]
    private static let whole: Set<String> = ["--whole-file"]
    private static let inParts: Set<String> = ["--no-whole-file", "--no-W"]
    /// What is there is read for its checksum, or told by how long it is.
    private static let comparing: Set<String> = ["--checksum", "--append", "--fuzzy"]
    /// Without implied folders, one of the receiver's own that is a link stays, and is gone through (rsync(1)).
    private static let following: Set<String> = ["--copy-unsafe-links", "--no-implied-dirs"]
    /// With a value that is a number or a word.
    private static let valued: Set<String> = [
        "--log-format", "--out-format", "--modify-window", "--compress-level", "--compress-choice", "--checksum-choice",
        "--timeout", "--bwlimit", "--block-size", "--max-size", "--min-size", "--max-delete", "--checksum-seed",
        "--iconv", "--usermap", "--groupmap", "--skip-compress", "--max-alloc",
    ]

    /// Nil: it is no other end.
    static func read(_ arguments: ArraySlice<String>) throws(ProgramRefusal) -> RemoteProgram? {
        guard arguments.first == "--server" else { return nil }
        var options = RsyncOptions()
        var isWhole = false
        var letters = ""
        var rest = arguments.dropFirst()
        while let flag = rest.first, flag.hasPrefix("-") {
            rest = rest.dropFirst()
            if flag.hasPrefix("--") {
                guard read(long: flag, &options, &isWhole) else { throw refusal(of: flag) }
            } else {
                let own = try own(flag)
                isWhole = isWhole || own.contains("W")
                letters += own
            }
        }
        // However many clusters they come in.
        guard letters.count(where: { $0 == "v" }) < 2 else { throw .rsyncVerbose }
        options.makesLinks = letters.contains { "lHD".contains($0) }
        options.followsLinks = options.followsLinks || letters.contains { "LkK".contains($0) }
        options.readsBack = options.readsBack || letters.contains { "cy".contains($0) } || !isWhole
        options.takesFilters = options.takesFilters || letters.contains("m")
        options.names = try names(arguments, compressions: letters.count { $0 == "z" })
        // Paths come behind a point.
        guard rest.first == ".", rest.count >= 2 else { throw .rsyncPaths }
        var paths: [HostPath] = []
        for text in rest.dropFirst() {
            // rsync takes options behind its paths, too.
            guard !text.hasPrefix("-"), let path = HostPath(text) else { throw .rsyncPaths }
            paths.append(path)
        }
        guard arguments.contains("--sender") else { return .rsyncSink(paths, options) }
        // What a sender removes is at its own end.
        if arguments.contains("--remove-source-files") { throw .rsyncRemoves }
        return .rsyncSource(
            paths, RsyncOptions(followsLinks: options.followsLinks, takesFilters: true, names: options.names))
    }

    /// How many names of algorithms are said (compat.c, `negotiate_the_strings`): one of checksums, and one of compression
    /// where there is any, unless the options name them.
    private static func names(_ arguments: ArraySlice<String>, compressions: Int) throws(ProgramRefusal) -> Int {
        func named(_ option: String) -> Bool { arguments.contains { $0.hasPrefix(option + "=") } }
        let isOpen = ["--checksum-choice=auto", "--compress-choice=auto", "--compress-level=0"].contains {
            arguments.contains($0)
        }
        guard !isOpen, compressions <= 1 else { throw .rsyncAlgorithms }
        let isCompressionNamed =
            named("--compress-choice") || arguments.contains("--old-compress") || arguments.contains("--new-compress")
        return (named("--checksum-choice") ? 0 : 1) + (compressions == 1 && !isCompressionNamed ? 1 : 0)
    }

    /// Options that do more than is judged, or have the host read a file that nobody has named; for who asks why.
    private static let unknown: Set<String> = [
        "--backup", "--backup-dir", "--suffix", "--link-dest", "--copy-dest", "--compare-dest", "--files-from",
        "--from0", "--temp-dir", "--partial-dir", "--log-file", "--daemon", "--secluded-args", "--protect-args",
        "--debug", "--info", "--filter", "--exclude-from", "--include-from", "--rsync-path", "--write-batch",
        "--read-batch", "--only-write-batch", "--copy-devices", "--write-devices", "--fake-super", "--super",
        "--list-only", "--config", "--password-file", "--copy-as", "--stop-after", "--stop-at", "--fsync",
    ]

    private static func refusal(of long: String) -> ProgramRefusal {
        let name = String(long.prefix { $0 != "=" })
        return unknown.contains(name) ? .rsyncFlag(name) : .rsyncOption
    }

    /// - Returns: false: it is not known.
    private static func read(long flag: String, _ options: inout RsyncOptions, _ isWhole: inout Bool) -> Bool {
        let name = String(flag.prefix { $0 != "=" })
        if deletingAll.contains(flag) {
            options.deletes = true
            options.takesFilters = true
        } else if deleting.contains(flag) {
            options.deletes = true
        } else if comparing.contains(flag) {
            options.readsBack = true
        } else if following.contains(flag) {
            options.followsLinks = true
        } else if whole.contains(flag) {
            isWhole = true
        } else if inParts.contains(flag) {
            isWhole = false
        } else {
            return known.contains(flag) || valued.contains(name) && name != flag
        }
        return true
    }

    /// Letters, then `e` with what the client can do, as in `-vlogDtpre.iLsfxCIvu`; without the point behind it `e` would take
    /// the next word for its value, and so would `B`; what is not known of what it can might have the host begin otherwise
    /// than `RsyncOpening` reads it (`V` does). `s` would hide the paths in the data.
    /// - Returns: those before `e`.
    private static func own(_ flag: String) throws(ProgramRefusal) -> Substring {
        let letters = flag.dropFirst()
        let capabilities = letters.firstIndex(of: "e").map { letters[letters.index(after: $0)...] } ?? ""
        let own = letters.prefix { $0 != "e" }
        if let strange = own.first(where: { !"vlogDtprzcuHAXWSxnIOJmydLkKbRUNE".contains($0) }) {
            throw strange.isASCII && strange.isLetter ? .rsyncFlag("-\(strange)") : .rsyncOption
        }
        guard !letters.isEmpty, own.count == letters.count || capabilities.first == ".",
            capabilities.allSatisfy({ ".iLsfxCIvu".contains($0) })
        else { throw .rsyncFlag("-e") }
        return own
    }
}
