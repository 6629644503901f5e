/// Somebody who has logged in to the pages; the cookie itself is nowhere kept.
package struct PageSession: Sendable, Equatable {
    /// SHA-256 of the cookie, 32 bytes.
    package var hash: [UInt8]
    package var principal: String
    package var groups: [String]
    package var isAdministrator: Bool
    package var expiresAtSeconds: Int64

    package init(
        hash: [UInt8], principal: String, groups: [String], isAdministrator: Bool, expiresAtSeconds: Int64
    ) {
        self.hash = hash
        self.principal = principal
        self.groups = groups
        self.isAdministrator = isAdministrator
        self.expiresAtSeconds = expiresAtSeconds
    }
}
