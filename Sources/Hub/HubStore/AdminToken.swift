/// A bearer token for the administration; the token itself is nowhere kept.
package struct AdminToken: Sendable, Equatable {
    package var name: String
    /// SHA-256, 32 bytes.
    package var hash: [UInt8]
    package var createdAtSeconds: Int64

    package init(name: String, hash: [UInt8], createdAtSeconds: Int64) {
        self.name = name
        self.hash = hash
        self.createdAtSeconds = createdAtSeconds
    }
}
