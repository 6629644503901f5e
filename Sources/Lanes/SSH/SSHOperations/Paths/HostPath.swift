/// A path on a host, as somebody asked for it, with `.`, `..` and empty parts taken out by its letters. What symbolic links
/// make of it is the host's matter.
package struct HostPath: Sendable, Hashable {
    package enum Root: Sendable, Hashable {
        case file
        /// Where a session begins: mostly the account's home.
        case home
    }

    package let root: Root
    /// Without `.`, `..` and empty parts; above the root there is nothing, above home there may be `..`s first.
    package let parts: [String]

    /// Nil: empty, over its limit, or with a NUL or another control character.
    package init?(_ text: String) {
        guard !text.isEmpty, text.utf8.count <= OperationLimits.pathBytesLimit,
            !text.unicodeScalars.contains(where: { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) })
        else { return nil }
        let root: Root = text.utf8.first == UInt8(ascii: "/") ? .file : .home
        var parts: [String] = []
        // By bytes: a character that a mark is written over is another, and its slash is one all the same.
        for bytes in text.utf8.split(separator: UInt8(ascii: "/")) {
            let part = String(Substring(bytes))
            if part == "." { continue }
            if part != ".." {
                parts.append(part)
            } else if let last = parts.last, last != ".." {
                parts.removeLast()
            } else if root == .home {
                parts.append("..")
            }
        }
        self.root = root
        self.parts = parts
    }

    private init(root: Root, parts: [String]) {
        self.root = root
        self.parts = parts
    }

    /// The folder that it is in; of the root, itself. Nil: it begins at a home that is not known.
    package var folder: HostPath? { root == .file ? HostPath(root: .file, parts: Array(parts.dropLast())) : nil }

    /// - Parameter part: of another path, so neither `.` nor `..`.
    package func appending(_ part: String) -> HostPath { HostPath(root: root, parts: parts + [part]) }

    /// The same from the file system's root. - Parameter home: of the file system's root.
    package func resolved(home: HostPath) -> HostPath {
        guard root == .home, home.root == .file else { return self }
        var all = home.parts
        for part in parts {
            if part == ".." { _ = all.popLast() } else { all.append(part) }
        }
        return HostPath(root: .file, parts: all)
    }

    /// As it is written anew: absolute, or relative without a leading `-` or `~`.
    package var text: String {
        switch root {
        case .file: "/" + parts.joined(separator: "/")
        case .home: parts.isEmpty ? "." : (parts[0] == ".." ? "" : "./") + parts.joined(separator: "/")
        }
    }
}
