/// A pattern of paths as policies write them: `*` within a part, `**` for any parts, also none.
///
/// `/srv/exports/**` is everything in the folder and the folder itself, but for what is called with a point at its beginning, or
/// is in a folder that is: in a home such files say what runs (`.ssh/authorized_keys`, `.bashrc`). A pattern has those when
/// it says the point: `.*` within a part, `.**` for any parts, whatever they are called. A path under a home, which no policy
/// knows, fits only a pattern that begins with `~/`.
package struct PathGlob: Sendable, Hashable {
    private enum Part: Sendable, Hashable {
        /// By bytes.
        case name([UInt8])
        /// Any parts. `isWide`: also those that begin with a point.
        case any(isWide: Bool)

        init(_ text: Substring.UTF8View) {
            if text.elementsEqual("**".utf8) {
                self = .any(isWide: false)
            } else if text.elementsEqual(".**".utf8) {
                self = .any(isWide: true)
            } else {
                self = .name(Array(text))
            }
        }

        var isAny: Bool { if case .any = self { true } else { false } }
    }

    private let root: HostPath.Root
    private let parts: [Part]

    private static let point = UInt8(ascii: ".")
    private static let star = UInt8(ascii: "*")

    /// Nil: neither absolute nor from `~/`, with `.` or `..` or empty parts, with `**` beside other letters than a point before it,
    /// or with characters that other patterns use.
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
        let texts = body.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        parts = body.isEmpty ? [] : texts.map { Part($0) }
        let isGood = texts.allSatisfy { text in
            let part = String(Substring(text))
            return !part.isEmpty && part != "." && part != ".."
                && (part == "**" || part == ".**" || !part.contains("**"))
                && !part.contains(where: { "?[]{}\\".contains($0) })
        }
        guard isGood || body.isEmpty, parts.filter(\.isAny).count <= 4 else { return nil }
    }

    /// Whether it names the path, point by point: for what allows.
    package func matches(_ path: HostPath) -> Bool { matches(path, isWide: false) }

    /// The same where points are letters like others: for what restricts, and what protects.
    package func touches(_ path: HostPath) -> Bool { matches(path, isWide: true) }

    /// Whether everything under `path`, and `path` itself, matches, whatever it is called. May say no where the answer is yes.
    package func coversTree(_ path: HostPath) -> Bool { parts.last == .any(isWide: true) && matches(path) }

    /// Whether `path`, or something under it, may be touched.
    package func mayMatch(under path: HostPath) -> Bool {
        let names = path.parts
        guard path.root == root, !names.contains("..") else { return true }
        guard !parts.isEmpty else { return names.isEmpty }
        return Self.mayMatch(parts[...], under: names[...])
    }

    /// Whether the folder `path` may have entries that match and whose names the pattern does not say.
    package func mayMatchEntry(of path: HostPath) -> Bool {
        guard let isNext = behind(path, isWide: true) else { return path.root == root }
        return parts.indices.contains { index in
            guard isNext[index], parts[(index + 1)...].allSatisfy(\.isAny) else { return false }
            return switch parts[index] {
            case .any: true
            case .name(let name): name.contains(Self.star)
            }
        }
    }

    /// It names something by a point at its beginning, or by `.**`.
    package var saysPoints: Bool {
        parts.contains { part in
            switch part {
            case .name(let name): name.first == Self.point
            case .any(let isWide): isWide
            }
        }
    }

    private static func mayMatch(_ pattern: ArraySlice<Part>, under path: ArraySlice<String>) -> Bool {
        guard let part = path.first else { return true }
        switch pattern.first {
        case nil: return false
        case .any?: return true
        case .name(let name)?:
            return matchesPart(name, Array(part.utf8), isWide: true)
                && mayMatch(pattern.dropFirst(), under: path.dropFirst())
        }
    }

    private func matches(_ path: HostPath, isWide: Bool) -> Bool {
        behind(path, isWide: isWide)?[parts.count] ?? false
    }

    /// Which parts may come next behind `path`, and at the end whether none need come; nil: it is not in the pattern's root.
    /// Part by part it is known which these are: the time is that of the pattern's parts times the path's, however many
    /// stars there are.
    private func behind(_ path: HostPath, isWide: Bool) -> [Bool]? {
        let names = path.parts
        guard path.root == root, !names.contains("..") else { return nil }
        var isNext = [Bool](repeating: false, count: parts.count + 1)
        isNext[0] = true
        skipStars(&isNext)
        for name in names {
            let text = Array(name.utf8)
            var following = [Bool](repeating: false, count: parts.count + 1)
            for (index, part) in parts.enumerated() where isNext[index] {
                switch part {
                case .any(let isWideStar):
                    if isWide || isWideStar || text.first != Self.point { following[index] = true }
                case .name(let pattern):
                    if Self.matchesPart(pattern, text, isWide: isWide) { following[index + 1] = true }
                }
            }
            isNext = following
            skipStars(&isNext)
        }
        return isNext
    }

    /// Any parts may be none.
    private func skipStars(_ isNext: inout [Bool]) {
        for (index, part) in parts.enumerated() where isNext[index] && part.isAny { isNext[index + 1] = true }
    }

    /// Behind a star only the last one counts for what follows, so that no more than one is ever gone back to.
    private static func matchesPart(_ pattern: [UInt8], _ text: [UInt8], isWide: Bool) -> Bool {
        guard isWide || text.first != point || pattern.first == point else { return false }
        var position = 0
        var index = 0
        var lastStar: (pattern: Int, text: Int)?
        while index < text.count {
            if position < pattern.count, pattern[position] == star {
                lastStar = (position, index)
                position += 1
            } else if position < pattern.count, pattern[position] == text[index] {
                position += 1
                index += 1
            } else if let (starAt, from) = lastStar {
                lastStar = (starAt, from + 1)
                position = starAt + 1
                index = from + 1
            } else {
                return false
            }
        }
        return pattern[position...].allSatisfy { $0 == star }
    }
}
