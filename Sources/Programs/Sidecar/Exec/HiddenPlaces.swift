import Glibc

/// What only the sidecar may read, apart from its state, as it is hidden from a command beside it.
struct HiddenPlaces {
    private let options: RunOptions
    /// Folders and files that the command works with, without links.
    private let needed: [String]
    /// Where states are that nobody has said a place for, and those that docs/host.md puts beside them.
    private let states: String?

    /// - Parameters:
    ///   - command: its words; those that are paths it needs.
    ///   - home: of who runs it.
    init(_ options: RunOptions, command: [String], home: String? = getenv("HOME").map { String(cString: $0) }) {
        self.options = options
        states = DefaultFolders.state(home: home)
        needed = ([".", home].compactMap(\.self) + command.filter { $0.contains("/") }).compactMap(Self.withoutLinks)
    }

    /// Folders and files that are there.
    var all: [String] {
        var places: [String] = []
        for folder in folders + files.flatMap(hiding) where access(folder, F_OK) == 0 && !places.contains(folder) {
            places.append(folder)
        }
        return places
    }

    /// Without what lies in another of them: where that is hidden, it is not there.
    static func outermost(_ places: [String]) -> [String] {
        let all = places.compactMap { place in withoutLinks(place).map { (place, $0) } }
        return all.filter { one in !all.contains { $0.1 != one.1 && "\(one.1)/".hasPrefix("\($0.1)/") } }.map(\.0)
    }

    private var folders: [String] {
        switch options.source {
        case .files(let files): [states, files.credentials].compactMap(\.self)
        case .hub: [states].compactMap(\.self)
        }
    }

    /// What links in a folder lead to.
    private func linked(in folder: String) -> [String] {
        guard let open = opendir(folder) else { return [] }
        defer { closedir(open) }
        var files: [String] = []
        while let entry = readdir(open) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            var status = stat()
            let path = "\(folder)/\(name)"
            guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFLNK else { continue }
            if let target = Self.withoutLinks(path) { files.append(target) }
        }
        return files.sorted()
    }

    private var files: [String] {
        var files = [options.certificateKey].compactMap(\.self)
        if case .hub(let hub) = options.source {
            switch hub.tokenFile {
            case .oneTime(let path), .oidc(let path): files.append(path)
            case nil: break
            }
        }
        if case .files(let given) = options.source { files += linked(in: given.credentials) }
        return files
    }

    /// A file that somebody replaces by renaming another is there again, whatever lay over it: so all of its folder is hidden,
    /// where it is and where what a link leads to is. Not where the command needs the folder, or the whole machine does.
    private func hiding(_ file: String) -> [String] {
        [file, Self.withoutLinks(file)].compactMap { path in
            guard let path else { return nil }
            let slash = path.lastIndex(of: "/")
            guard let folder = Self.withoutLinks(slash.map { String(path[...$0]) } ?? "."), !isShared(folder) else {
                return path
            }
            return folder
        }
    }

    private func isShared(_ folder: String) -> Bool {
        let isAtTheTop = folder.utf8.count { $0 == UInt8(ascii: "/") } < 2
        return isAtTheTop || needed.contains { "\($0)/".hasPrefix("\(folder)/") }
    }

    private static func withoutLinks(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }
}
