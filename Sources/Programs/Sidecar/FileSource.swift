/// Policy and credentials from files, without a hub.
package struct FileSource: Sendable, Equatable {
    /// The compiled, signed policy.
    package var bundle: String
    /// The verifier key that it must be signed with.
    package var trustKey: String
    package var principal: String
    package var groups: [String]
    /// The folder of credential files.
    package var credentials: String

    package init(bundle: String, trustKey: String, principal: String, groups: [String], credentials: String) {
        self.bundle = bundle
        self.trustKey = trustKey
        self.principal = principal
        self.groups = groups
        self.credentials = credentials
    }
}
