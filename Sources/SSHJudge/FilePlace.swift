import SSHOperations

/// A path that something is done at.
struct FilePlace: Sendable, Equatable {
    let path: HostPath
    /// It may be done to everything under it, too.
    let isTree: Bool

    /// Where it is is known: it does not begin at a home that nobody has told.
    var isKnown: Bool { path.root == .file }

    /// Whether all that it is done to fits the pattern.
    func isSurely(_ glob: PathGlob) -> Bool {
        guard isKnown else { return false }
        return isTree ? glob.coversTree(path) : glob.matches(path)
    }

    /// Whether something of what it is done to may fit.
    func mayBe(_ glob: PathGlob) -> Bool {
        guard isKnown else { return true }
        return isTree ? glob.mayMatch(under: path) : glob.matches(path)
    }
}
