package import SQLSyntax

extension Catalog {
    /// Whose grammar reads what this catalog's statements say; of a catalog of no server, the parser's own.
    package var server: ServerVersion {
        serverVersion == 0 ? .newest : ServerVersion(number: serverVersion)
    }
}
