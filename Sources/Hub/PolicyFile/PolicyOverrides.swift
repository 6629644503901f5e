/// What the command line puts in place of the file's values, each `TARGET=VALUE`.
package struct PolicyOverrides: Sendable, Codable, Equatable {
    package var upstream: [String]
    package var listen: [String]
    package var database: [String]
    package var tls: [String]

    package init(
        upstream: [String] = [], listen: [String] = [], database: [String] = [], tls: [String] = []
    ) {
        self.upstream = upstream
        self.listen = listen
        self.database = database
        self.tls = tls
    }
}
