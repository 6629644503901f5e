package import Vault

/// Where approval requests are announced.
package struct Webhook: Sendable, Equatable {
    /// Of the configuration; deliveries are kept for it.
    package var name: String
    package var url: String
    /// What deliveries are signed with (Standard Webhooks: the bytes behind `whsec_`).
    package var secret: SecretText

    package init(name: String, url: String, secret: SecretText) {
        self.name = name
        self.url = url
        self.secret = secret
    }
}
