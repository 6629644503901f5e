/// Where a credential comes from.
package protocol CredentialSource: Sendable {
    func fetch(nowSeconds: Int64) async throws(CredentialFailure) -> DatabaseCredential
    /// Makes a leased credential last longer.
    /// - Returns: for how long it is good from now on; nil when it cannot be renewed.
    func renew(_ credential: DatabaseCredential, nowSeconds: Int64) async throws(CredentialFailure) -> Int64?
    /// Ends a leased credential before its time.
    func revoke(_ credential: DatabaseCredential, nowSeconds: Int64) async throws(CredentialFailure)
}

extension CredentialSource {
    package func renew(_ credential: DatabaseCredential, nowSeconds: Int64) async throws(CredentialFailure) -> Int64? {
        nil
    }

    package func revoke(_ credential: DatabaseCredential, nowSeconds: Int64) async throws(CredentialFailure) {}
}
