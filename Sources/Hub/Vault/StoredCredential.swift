import FoundationEssentials

/// A user and password as the hub's own vault keeps them: the bytes that are sealed.
package struct StoredCredential: Sendable, Equatable {
    package var user: String
    package var password: SecretText

    package init(user: String, password: SecretText) {
        self.user = user
        self.password = password
    }

    private struct Content: Codable {
        var user: String
        var password: String
    }

    /// Secret.
    package func encoded() throws -> [UInt8] {
        Array(try JSONEncoder().encode(Content(user: user, password: password.value)))
    }

    /// - Returns: nil when the bytes are not those of a credential.
    package init?(encoded bytes: [UInt8]) {
        guard let content = try? JSONDecoder().decode(Content.self, from: Data(bytes)) else { return nil }
        self.init(user: content.user, password: SecretText(content.password))
    }
}
