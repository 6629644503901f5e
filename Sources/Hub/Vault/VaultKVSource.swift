import Outbound

/// A secret of Vault's or OpenBao's key-value engine, version 2. The policy needs `read` on `MOUNT/data/PATH`.
package struct VaultKVSource: CredentialSource {
    package struct Parameters: Sendable, Equatable {
        package var mount: String
        package var path: String
        /// nil: the newest.
        package var version: Int?
        package var fields: CredentialFields

        package init(
            mount: String = "secret", path: String, version: Int? = nil, fields: CredentialFields = CredentialFields()
        ) {
            self.mount = mount
            self.path = path
            self.version = version
            self.fields = fields
        }
    }

    private struct Versioned: Decodable, Sendable {
        struct Metadata: Decodable, Sendable { var version: Int }
        var data: [String: SecretField]
        var metadata: Metadata
    }

    private let client: VaultClient
    private let parameters: Parameters

    package init(client: VaultClient, _ parameters: Parameters) {
        self.client = client
        self.parameters = parameters
    }

    package func fetch(nowSeconds: Int64) async throws(CredentialFailure) -> DatabaseCredential {
        let answer = try await client.ask(
            .get, [parameters.mount, "data", parameters.path], query: parameters.version.map { "version=\($0)" },
            nowSeconds: nowSeconds, as: VaultAnswer<Versioned>.self)
        return try parameters.fields.read(
            answer.data.data, version: "\(answer.data.metadata.version)",
            "\(parameters.mount)/data/\(parameters.path)")
    }
}
