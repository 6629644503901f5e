/// What a session's own statements have made of unqualified names.
package struct NameEnvironment: Sendable, Equatable {
    package var searchPath: [String]
    /// Temporary tables of the session: they shadow every schema.
    package var temporaries: Set<String>

    package init(searchPath: [String], temporaries: Set<String> = []) {
        self.searchPath = searchPath
        self.temporaries = temporaries
    }
}
