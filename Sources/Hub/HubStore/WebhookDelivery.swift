/// A message that is on its way to a webhook.
package struct WebhookDelivery: Sendable, Equatable {
    /// Random; the same for every try.
    package var id: String
    /// The name of the webhook in the configuration.
    package var webhook: String
    /// JSON, as it is signed.
    package var body: String
    package var tries: Int
    package var createdAtSeconds: Int64

    package init(id: String, webhook: String, body: String, tries: Int, createdAtSeconds: Int64) {
        self.id = id
        self.webhook = webhook
        self.body = body
        self.tries = tries
        self.createdAtSeconds = createdAtSeconds
    }
}
