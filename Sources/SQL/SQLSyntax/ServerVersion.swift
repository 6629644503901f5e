/// The version of a PostgreSQL server.
package struct ServerVersion: Sendable, Equatable {
    /// The one whose grammar the parser has.
    package static let newest = ServerVersion(number: 180_000)
    /// What is tried against real servers.
    package static let supported = 14...18

    /// `server_version_num`: 150018 for 15.18.
    package var number: Int
    package var major: Int { number / 10_000 }

    package init(number: Int) {
        self.number = number
    }
}
