/// A one-time token that lets one sidecar enrol; the token itself is nowhere kept.
package struct EnrolToken: Sendable, Equatable {
    /// 16 hexadecimal digits; names the token without giving it away.
    package var id: String
    /// SHA-256, 32 bytes.
    package var hash: [UInt8]
    package var principal: String
    package var groups: [String]
    package var createdBy: String
    package var createdAtSeconds: Int64
    package var expiresAtSeconds: Int64
    package var usedAtSeconds: Int64?
    /// The instance that used it.
    package var usedBy: String?

    package init(
        id: String, hash: [UInt8], principal: String, groups: [String], createdBy: String, createdAtSeconds: Int64,
        expiresAtSeconds: Int64, usedAtSeconds: Int64? = nil, usedBy: String? = nil
    ) {
        self.id = id
        self.hash = hash
        self.principal = principal
        self.groups = groups
        self.createdBy = createdBy
        self.createdAtSeconds = createdAtSeconds
        self.expiresAtSeconds = expiresAtSeconds
        self.usedAtSeconds = usedAtSeconds
        self.usedBy = usedBy
    }
}
