/// The right to ask for the proofs of one authentication.
package struct CredentialUse: Codable, Sendable, Equatable {
    /// 32 hexadecimal digits.
    package var id: String
    /// The user name for the startup message.
    package var user: String

    package init(id: String, user: String) {
        self.id = id
        self.user = user
    }
}
