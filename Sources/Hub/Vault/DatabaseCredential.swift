/// What one logs in to a database with.
package struct DatabaseCredential: Sendable, Equatable {
    package var user: String
    package var password: SecretText
    /// Differs whenever the password differs.
    package var version: String
    /// For how long it is good, from when it was given; nil: until somebody changes it.
    package var leaseSeconds: Int64?
    /// What it is renewed and revoked by.
    package var leaseID: String?

    package init(
        user: String, password: SecretText, version: String, leaseSeconds: Int64? = nil, leaseID: String? = nil
    ) {
        self.user = user
        self.password = password
        self.version = version
        self.leaseSeconds = leaseSeconds
        self.leaseID = leaseID
    }
}
