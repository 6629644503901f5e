import SSHOperations

/// A path that something is done at.
struct FilePlace: Sendable, Equatable {
    enum Reach: Sendable {
        case itself
        /// It may be done to everything under it, too.
        case tree
        /// What is under it goes along: a folder that is renamed, or linked to. A rule that allows names the folder.
        case along
    }

    let path: HostPath
    let reach: Reach

    /// Where it is is known: it does not begin at a home that nobody has told.
    var isKnown: Bool { path.root == .file }

    /// Whether all that it is done to fits the pattern.
    func isSurely(_ glob: PathGlob) -> Bool {
        guard isKnown else { return false }
        return switch reach {
        case .itself, .along: glob.matches(path)
        case .tree: glob.coversTree(path)
        }
    }

    /// Whether something of what it is done to may fit.
    func mayBe(_ glob: PathGlob) -> Bool {
        guard isKnown else { return true }
        return switch reach {
        case .itself: glob.touches(path)
        case .tree, .along: glob.mayMatch(under: path)
        }
    }
}
