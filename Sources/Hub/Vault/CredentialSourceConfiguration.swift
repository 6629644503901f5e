/// One named credential, and where it comes from.
package struct CredentialSourceConfiguration: Sendable, Equatable {
    package enum Kind: Sendable, Equatable {
        /// The hub's own vault; the name is that of the secret there.
        case hub
        case vaultKV(VaultConfiguration, VaultKVSource.Parameters)
        case vaultDatabase(VaultConfiguration, VaultDatabaseSource.Parameters)
        /// Certificates of SSH, and no password.
        case vaultSSH(VaultConfiguration, VaultSSHSource.Parameters)
        case awsSecretsManager(AWSSecretsManagerSource.Parameters)
    }

    /// As policies name it.
    package var name: String
    package var kind: Kind
    /// Not for `hub`, which is always read, and not for leases, which have times of their own.
    package var cacheSeconds: Int64

    package init(name: String, kind: Kind, cacheSeconds: Int64 = CredentialTimes.cacheSecondsDefault) {
        self.name = name
        self.kind = kind
        self.cacheSeconds = cacheSeconds
    }
}
