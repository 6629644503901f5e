import PolicyFile
import Vault
import Yams

/// Reads what the hub's configuration says of secrets: `vaults`, `master_key` and `credentials`.
struct VaultReader {
    let log: DiagnosticLog
    private var reader: PolicyReader { PolicyReader(log: log) }

    // MARK: vaults

    /// By name: servers of Vault or OpenBao, and how the hub shows them who it is.
    func vaults(_ node: Node) -> [String: VaultConfiguration] {
        var vaults: [String: VaultConfiguration] = [:]
        for entry in PolicyMap.entries(node, what: "vaults", log: log) ?? [] {
            let keys = ["address", "namespace", "authority", "token_file", "kubernetes", "approle"]
            guard let map = PolicyMap(entry.value, what: "vault \"\(entry.key)\"", keys: keys, log: log),
                let address = map.required("address").flatMap({ reader.text($0, "address") }),
                let authentication = authentication(map)
            else { continue }
            vaults[entry.key] = VaultConfiguration(
                address: address, authentication: authentication, namespace: text(map, "namespace"),
                authorityFile: text(map, "authority"))
        }
        return vaults
    }

    private func authentication(_ map: PolicyMap) -> VaultAuthentication? {
        var found: [VaultAuthentication] = []
        if let file = text(map, "token_file") { found.append(.tokenFile(file)) }
        if let node = map["kubernetes"],
            let inner = PolicyMap(node, what: "kubernetes", keys: ["role", "token_file", "mount"], log: log),
            let role = inner.required("role").flatMap({ reader.text($0, "role") })
        {
            found.append(
                .kubernetes(
                    role: role, tokenFile: text(inner, "token_file") ?? VaultAuthentication.kubernetesTokenFile,
                    mount: text(inner, "mount") ?? "kubernetes"))
        }
        if let node = map["approle"],
            let inner = PolicyMap(node, what: "approle", keys: ["role_id", "secret_id_file", "mount"], log: log),
            let role = inner.required("role_id").flatMap({ reader.text($0, "role_id") }),
            let file = inner.required("secret_id_file").flatMap({ reader.text($0, "secret_id_file") })
        {
            found.append(.appRole(roleID: role, secretIDFile: file, mount: text(inner, "mount") ?? "approle"))
        }
        guard found.count == 1 else {
            log.error("\(map.what) needs exactly one of token_file, kubernetes and approle", at: map.mark)
            return nil
        }
        return found[0]
    }

    private func vault(_ map: PolicyMap, _ vaults: [String: VaultConfiguration]) -> VaultConfiguration? {
        guard let node = map.required("vault"), let name = reader.word(node, "vault", of: vaults.keys.sorted()) else {
            return nil
        }
        return vaults[name]
    }

    // MARK: master key

    func masterKey(_ node: Node, _ what: String, _ vaults: [String: VaultConfiguration]) -> MasterKeySource? {
        guard let map = PolicyMap(node, what: what, keys: ["file", "env", "transit"], log: log) else { return nil }
        var found: [MasterKeySource] = []
        if let file = text(map, "file") { found.append(.file(file)) }
        if let variable = text(map, "env") { found.append(.environment(variable)) }
        if let node = map["transit"],
            let inner = PolicyMap(node, what: "transit", keys: ["vault", "mount", "key"], log: log),
            let vault = vault(inner, vaults), let key = inner.required("key").flatMap({ reader.text($0, "key") })
        {
            found.append(.transit(vault, mount: text(inner, "mount") ?? "transit", keyName: key))
        }
        guard found.count == 1 else {
            log.error("\(what) must have exactly one of \"file\", \"env\" and \"transit\"", at: node.mark)
            return nil
        }
        return found[0]
    }

    // MARK: credentials

    /// Credentials that come from elsewhere, by name.
    func credentials(_ node: Node, _ vaults: [String: VaultConfiguration]) -> [CredentialSourceConfiguration] {
        (PolicyMap.entries(node, what: "credentials", log: log) ?? []).compactMap { credential($0, vaults) }
    }

    private func credential(
        _ entry: PolicyMap.Entry, _ vaults: [String: VaultConfiguration]
    ) -> CredentialSourceConfiguration? {
        let what = "credential \"\(entry.key)\""
        let keys = ["vault_kv", "vault_database", "vault_ssh", "aws", "cache"]
        guard let map = PolicyMap(entry.value, what: what, keys: keys, log: log) else { return nil }
        let found = [
            map["vault_kv"].flatMap { keyValue($0, vaults) }, map["vault_database"].flatMap { dynamic($0, vaults) },
            map["vault_ssh"].flatMap { certificates($0, vaults) }, map["aws"].flatMap(aws),
        ].compactMap(\.self)
        guard found.count == 1 else {
            log.error("\(what) needs exactly one of vault_kv, vault_database, vault_ssh and aws", at: entry.mark)
            return nil
        }
        var configuration = CredentialSourceConfiguration(name: entry.key, kind: found[0])
        if case .vaultSSH = found[0], let node = map["cache"] {
            log.error(
                "\"cache\" does not go with vault_ssh: each connection has a certificate of its own", at: node.mark)
        } else if let node = map["cache"], let seconds = reader.seconds(node, "cache") {
            configuration.cacheSeconds = Int64(seconds)
        }
        return configuration
    }

    private static let fieldKeys = ["user", "user_field", "password_field"]

    private func fields(_ map: PolicyMap) -> CredentialFields {
        var fields = CredentialFields(user: text(map, "user"))
        if let name = text(map, "user_field") { fields.userField = name }
        if let name = text(map, "password_field") { fields.passwordField = name }
        return fields
    }

    private func keyValue(
        _ node: Node, _ vaults: [String: VaultConfiguration]
    ) -> CredentialSourceConfiguration.Kind? {
        let keys = ["vault", "mount", "path", "version"] + Self.fieldKeys
        guard let map = PolicyMap(node, what: "vault_kv", keys: keys, log: log), let vault = vault(map, vaults),
            let path = map.required("path").flatMap({ reader.text($0, "path") })
        else { return nil }
        return .vaultKV(
            vault,
            VaultKVSource.Parameters(
                mount: text(map, "mount") ?? "secret", path: path,
                version: map["version"].flatMap { reader.count($0, "version") }, fields: fields(map)))
    }

    private func dynamic(
        _ node: Node, _ vaults: [String: VaultConfiguration]
    ) -> CredentialSourceConfiguration.Kind? {
        guard let map = PolicyMap(node, what: "vault_database", keys: ["vault", "mount", "role"], log: log),
            let vault = vault(map, vaults), let role = map.required("role").flatMap({ reader.text($0, "role") })
        else { return nil }
        return .vaultDatabase(
            vault, VaultDatabaseSource.Parameters(mount: text(map, "mount") ?? "database", role: role))
    }

    private func certificates(
        _ node: Node, _ vaults: [String: VaultConfiguration]
    ) -> CredentialSourceConfiguration.Kind? {
        guard let map = PolicyMap(node, what: "vault_ssh", keys: ["vault", "mount", "role"], log: log),
            let vault = vault(map, vaults), let role = map.required("role").flatMap({ reader.text($0, "role") })
        else { return nil }
        return .vaultSSH(vault, VaultSSHSource.Parameters(mount: text(map, "mount") ?? "ssh", role: role))
    }

    private func aws(_ node: Node) -> CredentialSourceConfiguration.Kind? {
        let keys = ["region", "secret", "endpoint", "credentials_file", "profile"] + Self.fieldKeys
        guard let map = PolicyMap(node, what: "aws", keys: keys, log: log),
            let region = map.required("region").flatMap({ reader.text($0, "region") }),
            let secret = map.required("secret").flatMap({ reader.text($0, "secret") })
        else { return nil }
        let place = text(map, "credentials_file").map {
            AWSCredentialPlace.file($0, profile: text(map, "profile") ?? "default")
        }
        return .awsSecretsManager(
            AWSSecretsManagerSource.Parameters(
                region: region, secretID: secret, credentials: place ?? .environment, fields: fields(map),
                endpoint: text(map, "endpoint")))
    }

    private func text(_ map: PolicyMap, _ key: String) -> String? { map[key].flatMap { reader.text($0, key) } }
}
