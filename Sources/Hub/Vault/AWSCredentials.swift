/// What requests to AWS are signed with.
package struct AWSCredentials: Sendable, Equatable {
    package var accessKeyID: String
    package var secretAccessKey: SecretText
    /// Of temporary credentials.
    package var sessionToken: SecretText?

    package init(accessKeyID: String, secretAccessKey: SecretText, sessionToken: SecretText? = nil) {
        self.accessKeyID = accessKeyID
        self.secretAccessKey = secretAccessKey
        self.sessionToken = sessionToken
    }

    init?(_ value: (String) -> String?, id: String, secret: String, token: String) {
        guard let identifier = value(id), !identifier.isEmpty, let key = value(secret), !key.isEmpty else { return nil }
        self.init(
            accessKeyID: identifier, secretAccessKey: SecretText(key),
            sessionToken: value(token).flatMap { $0.isEmpty ? nil : SecretText($0) })
    }
}
