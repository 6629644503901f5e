package protocol CredentialUseStore: Sendable {
    /// - Returns: false when the instance has opened `limit` uses for this target since `sinceSeconds`.
    func open(_ use: StoredCredentialUse, limit: Int, sinceSeconds: Int64) async throws -> Bool
    /// Takes the one proof that a use is good for.
    /// - Returns: nil when there is no such use of this instance, or its proof was taken, or it was opened before
    ///   `sinceSeconds`.
    func prove(_ id: String, instance: String, sinceSeconds: Int64) async throws -> StoredCredentialUse?
    /// - Returns: the use, as it was before, if its proof was taken and it had not ended.
    @discardableResult
    func endUse(_ id: String, instance: String) async throws -> StoredCredentialUse?
    /// Newest first.
    func credentialUses(credential: String?, limit: Int) async throws -> [StoredCredentialUse]
}
