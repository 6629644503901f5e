/// What a rule about SSH speaks of: one kind of thing each.
package enum SSHCondition: Codable, Sendable, Equatable {
    /// Programs that the reader understood.
    ///
    /// - `templates`: commands with typed slots; empty: any.
    /// - `isOpaque`: also programs that run what others say (`sh -c`, `sudo`, `python3`).
    /// - `mayBeBinary`: what comes back need be no text.
    /// - `hasTerminal`: they may run in a terminal, where programs start others that run anything. Nil: they may not.
    case commands(templates: [String], isOpaque: Bool, mayBeBinary: Bool, hasTerminal: Bool? = nil)
    /// Commands that the reader does not take. Only for rules that restrict: nobody knows what such a command does.
    case unread
    /// Files, by SFTP, scp, rsync and git. Empty lists: any.
    case files(actions: [FileAction], paths: [String])
    /// A session at a prompt.
    case shell
    /// Connections that the host makes: `host:port`.
    case forwards([String])
}

extension SSHCondition {
    /// Templates of a rule about commands.
    var templates: [String] {
        if case .commands(let templates, _, _, _) = self { templates } else { [] }
    }

    /// Patterns of a rule about files.
    var paths: [String] {
        if case .files(_, let paths) = self { paths } else { [] }
    }

    /// What a rule about commands says of terminals.
    var hasTerminal: Bool? {
        if case .commands(_, _, _, let hasTerminal) = self { hasTerminal } else { nil }
    }
}
