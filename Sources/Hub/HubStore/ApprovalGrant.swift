/// What was approved for a time: one rule for one principal on one target.
package struct ApprovalGrant: Sendable, Equatable {
    /// Of the request that it was given with.
    package var id: String
    package var principal: String
    package var target: String
    package var rule: String
    package var grantedBy: String
    package var grantedAtSeconds: Int64
    package var expiresAtSeconds: Int64

    package init(
        id: String, principal: String, target: String, rule: String, grantedBy: String, grantedAtSeconds: Int64,
        expiresAtSeconds: Int64
    ) {
        self.id = id
        self.principal = principal
        self.target = target
        self.rule = rule
        self.grantedBy = grantedBy
        self.grantedAtSeconds = grantedAtSeconds
        self.expiresAtSeconds = expiresAtSeconds
    }
}
