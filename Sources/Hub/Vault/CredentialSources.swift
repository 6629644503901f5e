import Outbound
import SmallFiles

/// All credentials by their names. `end` has to be called before the last reference goes.
package final class CredentialSources: Sendable {
    /// Reads a credential from the hub's own vault.
    package typealias HubVault = @Sendable (_ name: String) async throws(CredentialFailure) -> DatabaseCredential

    private let hubVault: HubVault
    private let hubNames: Set<String>
    private let caches: [String: CredentialCache]
    private let signers: [String: VaultSSHSource]
    private let vaults: [VaultConfiguration: VaultClient]
    /// One for all regions; nil when nothing is at AWS.
    private let aws: BoundedHTTPClient?

    /// - Throws: for a name that is there twice, or a source that cannot work.
    package init(
        _ configurations: [CredentialSourceConfiguration], hubVault: @escaping HubVault
    ) async throws(CredentialFailure) {
        var hubNames: Set<String> = []
        var caches: [String: CredentialCache] = [:]
        var signers: [String: VaultSSHSource] = [:]
        var vaults: [VaultConfiguration: VaultClient] = [:]
        var aws: BoundedHTTPClient?
        do throws(CredentialFailure) {
            for configuration in configurations {
                let name = configuration.name
                guard !hubNames.contains(name), caches[name] == nil, signers[name] == nil else {
                    throw .misconfigured("credential \(name) is there twice")
                }
                let source: any CredentialSource
                switch configuration.kind {
                case .hub:
                    hubNames.insert(name)
                    continue
                case .vaultKV(let vault, let parameters):
                    source = VaultKVSource(client: try Self.client(vault, &vaults), parameters)
                case .vaultDatabase(let vault, let parameters):
                    source = VaultDatabaseSource(client: try Self.client(vault, &vaults), parameters)
                case .vaultSSH(let vault, let parameters):
                    signers[name] = VaultSSHSource(client: try Self.client(vault, &vaults), parameters)
                    continue
                case .awsSecretsManager(let parameters):
                    let client: BoundedHTTPClient
                    if let aws { client = aws } else { client = try Self.plainClient() }
                    aws = client
                    source = try AWSSecretsManagerSource(client: client, parameters)
                }
                caches[name] = CredentialCache(source: source, cacheSeconds: configuration.cacheSeconds)
            }
        } catch {
            for client in vaults.values { await client.close(nowSeconds: 0) }
            await aws?.close()
            throw error
        }
        self.hubVault = hubVault
        self.hubNames = hubNames
        self.caches = caches
        self.signers = signers
        self.vaults = vaults
        self.aws = aws
    }

    private static func client(
        _ configuration: VaultConfiguration, _ clients: inout [VaultConfiguration: VaultClient]
    ) throws(CredentialFailure) -> VaultClient {
        if let client = clients[configuration] { return client }
        let client = try VaultClient(configuration)
        clients[configuration] = client
        return client
    }

    private static func plainClient() throws(CredentialFailure) -> BoundedHTTPClient {
        do { return try BoundedHTTPClient(authorityFile: nil) } catch { throw .misconfigured(error.description) }
    }

    /// - Parameter nowSeconds: since 1970.
    package func credential(_ name: String, nowSeconds: Int64) async throws(CredentialFailure) -> DatabaseCredential {
        if hubNames.contains(name) { return try await hubVault(name) }
        guard signers[name] == nil else {
            throw .misconfigured("credential \(name) signs certificates of SSH, and has no password")
        }
        guard let cache = caches[name] else { throw .unknownSource(name) }
        return try await cache.credential(nowSeconds: nowSeconds)
    }

    /// - Returns: nil when the name is not of one that signs certificates of SSH.
    package func sshSigner(_ name: String) -> VaultSSHSource? { signers[name] }

    /// The database did not accept it: the next request asks the source.
    package func reject(_ name: String, nowSeconds: Int64) async {
        await caches[name]?.reject(nowSeconds: nowSeconds)
    }

    /// Renews the leases that are about to end; to be called every few seconds.
    package func maintain(nowSeconds: Int64) async {
        await withTaskGroup(of: Void.self) { group in
            for cache in caches.values { group.addTask { await cache.maintain(nowSeconds: nowSeconds) } }
        }
    }

    /// Revokes every lease and closes every connection.
    /// - Returns: by name, why some leases were not revoked; they end by themselves.
    package func end(nowSeconds: Int64) async -> [String: [CredentialFailure]] {
        var failures: [String: [CredentialFailure]] = [:]
        for (name, cache) in caches {
            let failed = await cache.end(nowSeconds: nowSeconds)
            if !failed.isEmpty { failures[name] = failed }
        }
        for client in vaults.values { await client.close(nowSeconds: nowSeconds) }
        await aws?.close()
        return failures
    }
}
