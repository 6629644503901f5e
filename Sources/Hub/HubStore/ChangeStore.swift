package protocol ChangeStore: Sendable {
    /// How often each topic has changed.
    func changes() async throws -> [ChangeTopic: UInt64]
}
