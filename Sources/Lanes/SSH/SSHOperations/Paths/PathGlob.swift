/// A pattern of paths as policies write them: `*` within a part, `**` for any parts, also none.
///
/// `/srv/exports/**` is everything in the folder and the folder itself. A path under a home, which no policy knows, fits
/// only a pattern that begins with `~/`.
package struct PathGlob: Sendable, Hashable {
    private let root: HostPath.Root
    private let parts: [String]

    /// Nil: neither absolute nor from `~/`, with `.` or `..` or empty parts, with `**` beside other letters, or with
    /// characters that other patterns use.
    package init?(_ text: String) {
        let body: Substring
        if text.hasPrefix("/") {
            root = .file
            body = text.dropFirst()
        } else if text.hasPrefix("~/") {
            root = .home
            body = text.dropFirst(2)
        } else {
            return nil
        }
        parts = body.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).map {
            String(Substring($0))
        }
        let isGood = parts.allSatisfy { part in
            !part.isEmpty && part != "." && part != ".." && (part == "**" || !part.contains("**"))
                && !part.contains(where: { "?[]{}\\".contains($0) })
        }
        guard isGood || body.isEmpty, parts.filter({ $0 == "**" }).count <= 4 else { return nil }
    }

    package func matches(_ path: HostPath) -> Bool {
        guard path.root == root, !path.parts.contains("..") else { return false }
        if parts == [""] { return path.parts.isEmpty }
        return Self.matches(parts, path.parts)
    }

    /// Whether everything under `path`, and `path` itself, matches. May say no where the answer is yes.
    package func coversTree(_ path: HostPath) -> Bool { parts.last == "**" && matches(path) }

    /// Whether `path`, or something under it, may match.
    package func mayMatch(under path: HostPath) -> Bool {
        guard path.root == root, !path.parts.contains("..") else { return path.root != root }
        if parts == [""] { return path.parts.isEmpty }
        return Self.mayMatch(parts[...], under: path.parts[...])
    }

    private static func mayMatch(_ pattern: ArraySlice<String>, under path: ArraySlice<String>) -> Bool {
        guard let part = path.first else { return true }
        guard let first = pattern.first else { return false }
        if first == "**" { return true }
        return matchesPart(Array(first.utf8), Array(part.utf8))
            && mayMatch(pattern.dropFirst(), under: path.dropFirst())
    }

    private static func matches(_ pattern: [String], _ path: [String]) -> Bool {
        walk(pattern, path, isStar: { $0 == "**" }, isMatch: { matchesPart(Array($0.utf8), Array($1.utf8)) })
    }

    /// By bytes.
    static func matchesPart(_ pattern: [UInt8], _ text: [UInt8]) -> Bool {
        walk(pattern, text, isStar: { $0 == UInt8(ascii: "*") }, isMatch: ==)
    }

    /// Behind a star only the last one counts for what follows, so that no more than one is ever gone back to: the time is
    /// that of the pattern's parts times the text's, however many stars there are.
    private static func walk<Part>(
        _ pattern: [Part], _ text: [Part], isStar: (Part) -> Bool, isMatch: (Part, Part) -> Bool
    ) -> Bool {
        var position = 0
        var index = 0
        var star: (pattern: Int, text: Int)?
        while index < text.count {
            if position < pattern.count, isStar(pattern[position]) {
                star = (position, index)
                position += 1
            } else if position < pattern.count, isMatch(pattern[position], text[index]) {
                position += 1
                index += 1
            } else if let (starAt, from) = star {
                star = (starAt, from + 1)
                position = starAt + 1
                index = from + 1
            } else {
                return false
            }
        }
        return pattern[position...].allSatisfy(isStar)
    }
}
