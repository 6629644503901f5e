/// A new certificate for the key of the one that the connection shows.
package struct RenewRequest: Codable, Sendable {
    package var version: String
    package init(version: String) { self.version = version }
}
