package protocol PageSessionStore: Sendable {
    /// Keeps a session, and forgets those whose time is over.
    func add(_ session: PageSession, nowSeconds: Int64) async throws
    /// - Returns: nil when there is none, or its time is over.
    func pageSession(hash: [UInt8], nowSeconds: Int64) async throws -> PageSession?
    func removePageSession(hash: [UInt8]) async throws
}
