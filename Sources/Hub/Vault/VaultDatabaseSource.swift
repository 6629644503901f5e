import Outbound

/// Users that Vault's or OpenBao's database engine makes when they are asked for, and drops when their lease ends.
///
/// The policy needs `read` on `MOUNT/creds/ROLE` and `update` on `sys/leases/renew` and `sys/leases/revoke`.
package actor VaultDatabaseSource: CredentialSource {
    package struct Parameters: Sendable, Equatable {
        package var mount: String
        package var role: String

        package init(mount: String = "database", role: String) {
            self.mount = mount
            self.role = role
        }
    }

    private struct Lease {
        /// With which of the client's logins it was given: it ends with that login's token.
        var issue: UInt64
        /// For how long it was given.
        var seconds: Int64
    }

    private struct RenewRequest: Encodable {
        var leaseId: String
        var increment: Int64
    }

    private struct RevokeRequest: Encodable { var leaseId: String }

    private struct Renewed: Decodable {
        var leaseDuration: Int64
        var renewable: Bool
    }

    private let client: VaultClient
    private let parameters: Parameters
    /// The leases that may be renewed.
    private var leases: [String: Lease] = [:]

    package init(client: VaultClient, _ parameters: Parameters) {
        self.client = client
        self.parameters = parameters
    }

    package func fetch(nowSeconds: Int64) async throws(CredentialFailure) -> DatabaseCredential {
        let answer = try await client.ask(
            .get, [parameters.mount, "creds", parameters.role], nowSeconds: nowSeconds,
            as: VaultAnswer<[String: SecretField]>.self)
        let place = "\(parameters.mount)/creds/\(parameters.role)"
        guard let leaseID = answer.leaseId, !leaseID.isEmpty, let seconds = answer.leaseDuration, seconds > 0 else {
            throw .malformed(place, "its answer has no lease")
        }
        var credential = try CredentialFields().read(answer.data, version: leaseID, place)
        leases[leaseID] = Lease(issue: await client.issue, seconds: seconds)
        credential.leaseID = leaseID
        credential.leaseSeconds = await bounded(seconds, nowSeconds)
        return credential
    }

    package func renew(_ credential: DatabaseCredential, nowSeconds: Int64) async throws(CredentialFailure) -> Int64? {
        guard let leaseID = credential.leaseID, let lease = leases[leaseID] else { return nil }
        let answer = try await client.ask(
            .post, ["sys", "leases", "renew"], body: RenewRequest(leaseId: leaseID, increment: lease.seconds),
            nowSeconds: nowSeconds, as: Renewed.self)
        // Near the longest time that it may have, a lease is renewed by less and less.
        guard answer.renewable, answer.leaseDuration >= lease.seconds / 2, await client.issue == lease.issue else {
            leases[leaseID] = nil
            return nil
        }
        return await bounded(answer.leaseDuration, nowSeconds)
    }

    package func revoke(_ credential: DatabaseCredential, nowSeconds: Int64) async throws(CredentialFailure) {
        guard let leaseID = credential.leaseID else { return }
        try await client.tell(
            .post, ["sys", "leases", "revoke"], body: RevokeRequest(leaseId: leaseID), nowSeconds: nowSeconds)
        leases[leaseID] = nil
    }

    /// No lease outlives the token that it was given with.
    private func bounded(_ seconds: Int64, _ nowSeconds: Int64) async -> Int64 {
        guard let end = await client.tokenExpiresAtSeconds() else { return seconds }
        return max(0, min(seconds, end - nowSeconds))
    }
}
