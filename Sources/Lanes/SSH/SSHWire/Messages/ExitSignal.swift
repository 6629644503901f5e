/// What ended a program (RFC 4254, section 6.10). The error's words are left out: they are the host's text.
package struct ExitSignal: Sendable, Equatable {
    /// Without `SIG`.
    package var name: String
    package var dumpedCore: Bool

    package init(name: String, dumpedCore: Bool) {
        self.name = name
        self.dumpedCore = dumpedCore
    }
}
