package protocol WebhookStore: Sendable {
    /// Takes deliveries that are due; nobody else gets them before `leaseSeconds` are over. Counts the try.
    func claimDeliveries(limit: Int, leaseSeconds: Int64, nowSeconds: Int64) async throws -> [WebhookDelivery]
    /// Delivered, or given up.
    func removeDelivery(_ id: String) async throws
    func retryDelivery(_ id: String, atSeconds: Int64) async throws
    /// Events that webhooks have not been told of, oldest first.
    func unannouncedEvents(limit: Int) async throws -> [HubEvent]
    /// Keeps the deliveries of an event, unless somebody else has done so.
    func announce(_ event: UInt64, deliveries: [WebhookDelivery]) async throws
}
