package protocol WebhookStore: Sendable {
    /// Takes deliveries that are due; nobody else gets them before `leaseSeconds` are over. Counts the try.
    func claimDeliveries(limit: Int, leaseSeconds: Int64, nowSeconds: Int64) async throws -> [WebhookDelivery]
    /// Delivered, or given up.
    func removeDelivery(_ id: String) async throws
    func retryDelivery(_ id: String, atSeconds: Int64) async throws
}
