package protocol EventStore: Sendable {
    func add(_ event: HubEvent) async throws
    /// Newest first.
    func events(before id: UInt64?, limit: Int) async throws -> [HubEvent]
}
