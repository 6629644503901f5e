import Foundation

/// Where and as whom to connect: the parts of a `postgresql://` URL.
package struct PostgresAddress: Sendable {
    package let host: String
    package private(set) var port: UInt16
    package private(set) var user: String
    package private(set) var password: String?
    package var database: String

    package init(_ url: String) throws {
        guard let parts = URLComponents(string: url), let host = parts.host, let number = parts.port,
            let port = UInt16(exactly: number)
        else { throw TestFailure("not a URL of a PostgreSQL server: \(url)") }
        self.host = host
        self.port = port
        self.user = parts.user ?? "agent"
        self.password = parts.password
        self.database = String(parts.path.drop { $0 == "/" })
    }

    /// The same as a URL, for the programs that take one.
    package var url: String {
        var parts = URLComponents()
        parts.scheme = "postgresql"
        parts.host = host
        parts.port = Int(port)
        parts.user = user
        parts.password = password
        parts.path = "/" + database
        return parts.string ?? ""
    }

    /// The same server on another port.
    package func port(_ number: UInt16) -> PostgresAddress {
        var other = self
        other.port = number
        return other
    }

    /// The same server and database, as somebody else.
    package func user(_ name: String, password: String) -> PostgresAddress {
        var other = self
        other.user = name
        other.password = password
        return other
    }

    /// The same server, another database.
    package func database(_ name: String) -> PostgresAddress {
        var other = self
        other.database = name
        return other
    }
}
