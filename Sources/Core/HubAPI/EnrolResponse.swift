/// What an enrolled sidecar is, and what it trusts from now on.
package struct EnrolResponse: Codable, Sendable {
    /// Of the hub; the second part of the audit log's origin.
    package var hubName: String
    package var principal: String
    /// Of the principal; they give its roles.
    package var groups: [String]
    package var certificate: RenewResponse
    /// Of the key that signs policy bundles, in the form of C2SP signed-note.
    package var policyKey: String
    /// Of the hub as witness (cosignature/v1).
    package var witnessKey: String

    package init(
        hubName: String, principal: String, groups: [String], certificate: RenewResponse, policyKey: String,
        witnessKey: String
    ) {
        self.hubName = hubName
        self.principal = principal
        self.groups = groups
        self.certificate = certificate
        self.policyKey = policyKey
        self.witnessKey = witnessKey
    }
}
