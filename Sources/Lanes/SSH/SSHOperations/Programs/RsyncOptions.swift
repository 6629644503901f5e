/// What `rsync --server` was told beside its paths, as far as it changes what is done to files.
package struct RsyncOptions: Sendable, Equatable {
    /// Files or folders that are there may be removed.
    package var deletes = false
    /// Symbolic and hard links, devices and pipes are made.
    package var makesLinks = false
    /// What links point at is read, or written to.
    package var followsLinks = false
    /// The client is told of what is there, by checksums of its parts: who chooses the parts can read it.
    package var readsBack = false
    /// The client sends rules about names, which the host reads before anything else.
    package var takesFilters = false
    /// How many names of algorithms the client says before them, where the host asks for names.
    package var names = 0

    package init(
        deletes: Bool = false, makesLinks: Bool = false, followsLinks: Bool = false, readsBack: Bool = false,
        takesFilters: Bool = false, names: Int = 0
    ) {
        self.deletes = deletes
        self.makesLinks = makesLinks
        self.followsLinks = followsLinks
        self.readsBack = readsBack
        self.takesFilters = takesFilters
        self.names = names
    }
}
