import HubStore
import SmallFiles

/// The first admin token: in a file that only its owner reads, never on a terminal or in a log.
enum AdminTokenFile {
    private static let name = "first"

    /// - Returns: where the token stands.
    static func make(in state: String, store: any HubStore, nowSeconds: Int64) async throws -> String {
        let path = state + "/admin.token"
        let known = try await store.adminTokens()
        guard known.isEmpty else { return path }
        let token = RandomText.token(prefix: PersonDirectory.tokenPrefix)
        // The file first: a token that nobody could read would lock everybody out.
        try SmallFile.replace(path, with: Array((token + "\n").utf8), mode: 0o600)
        try await store.put(AdminToken(name: name, hash: TokenHash.of(token), createdAtSeconds: nowSeconds))
        return path
    }
}
