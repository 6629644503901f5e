/// Where user and password stand in a secret that is a JSON object.
package struct CredentialFields: Sendable, Equatable {
    package static let userBytesLimit = 255
    package static let passwordBytesLimit = 4096

    /// nil: `userField` has it.
    package var user: String?
    package var userField: String
    package var passwordField: String

    package init(user: String? = nil, userField: String = "username", passwordField: String = "password") {
        self.user = user
        self.userField = userField
        self.passwordField = passwordField
    }

    /// - Parameter place: for errors.
    func read(
        _ values: [String: SecretField], version: String, _ place: String
    ) throws(CredentialFailure) -> DatabaseCredential {
        let password = try text(passwordField, values, bytesLimit: Self.passwordBytesLimit, place)
        let user: String
        if let fixed = self.user {
            user = fixed
        } else {
            user = try text(userField, values, bytesLimit: Self.userBytesLimit, place)
        }
        return DatabaseCredential(user: user, password: SecretText(password), version: version)
    }

    private func text(
        _ field: String, _ values: [String: SecretField], bytesLimit: Int, _ place: String
    ) throws(CredentialFailure) -> String {
        guard let value = values[field]?.text else {
            throw .malformed(place, "the secret has no field \(field) that is a string")
        }
        guard !value.isEmpty, value.utf8.count <= bytesLimit, !value.utf8.contains(0) else {
            throw .malformed(place, "the secret's field \(field) must be 1 to \(bytesLimit) bytes without zeros")
        }
        return value
    }
}
