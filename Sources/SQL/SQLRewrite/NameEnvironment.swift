import Policy

/// What a session's own statements have made of unqualified names.
package struct NameEnvironment: Sendable, Equatable {
    package var searchPath: [String]
    /// Temporary tables of the session: they shadow every schema.
    package var temporaries: Set<String>
    /// What each of its temporary views reads, through others of them too. None was protected when the view was made.
    package var temporaryViews: [String: Set<ViewedRelation>]
    /// The protected columns, and copies of such, of which its temporary tables may hold masks.
    package var copied: Set<String>
    /// What its transaction has made, and nobody else can see yet.
    package var made: Made

    package init(
        searchPath: [String], temporaries: Set<String> = [], temporaryViews: [String: Set<ViewedRelation>] = [:],
        copied: Set<String> = [], made: Made = Made()
    ) {
        self.searchPath = searchPath
        self.temporaries = temporaries
        self.temporaryViews = temporaryViews
        self.copied = copied
        self.made = made
    }
}
