import Glibc

/// What only the sidecar may read, apart from its state, as it is hidden from a command beside it.
struct HiddenPlaces {
    private let options: RunOptions
    /// Folders and files that the command works with, without links.
    private let needed: [String]

    /// - Parameters:
    ///   - command: its words; those that are paths it needs.
    ///   - home: of who runs it.
    init(_ options: RunOptions, command: [String], home: String? = getenv("HOME").map { String(cString: $0) }) {
        self.options = options
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

    private var folders: [String] {
        switch options.source {
        case .files(let files): [files.credentials]
        case .hub: []
        }
    }

    private var files: [String] {
        var files = [options.certificateKey].compactMap(\.self)
        if case .hub(let hub) = options.source {
            switch hub.tokenFile {
            case .oneTime(let path), .oidc(let path): files.append(path)
            case nil: break
            }
        }
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
