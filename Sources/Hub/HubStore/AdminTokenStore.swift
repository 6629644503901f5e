package protocol AdminTokenStore: Sendable {
    func adminTokens() async throws -> [AdminToken]
    func adminToken(hash: [UInt8]) async throws -> AdminToken?
    /// Replaces the token of that name.
    func put(_ token: AdminToken) async throws
    /// - Returns: whether there was one.
    func removeAdminToken(_ name: String) async throws -> Bool
}
