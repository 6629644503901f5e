import Testing
import Vault

/// Runs a test with credential sources, which are ended after it.
func withSources(
    _ configurations: CredentialSourceConfiguration..., endSeconds: Int64 = 0,
    _ body: (CredentialSources) async throws -> Void
) async throws {
    let sources = try await CredentialSources(configurations) { name async throws(CredentialFailure) in
        guard name != "missing" else { throw .unknownSource(name) }
        return DatabaseCredential(user: "hub-\(name)", password: SecretText("kept"), version: "1")
    }
    do {
        try await body(sources)
    } catch {
        _ = await sources.end(nowSeconds: endSeconds)
        throw error
    }
    _ = await sources.end(nowSeconds: endSeconds)
}

extension CredentialSources {
    /// Why there is no credential; one that is there fails the test.
    func failure(_ name: String, nowSeconds: Int64, sourceLocation: SourceLocation = #_sourceLocation) async
        -> CredentialFailure?
    {
        do throws(CredentialFailure) {
            _ = try await credential(name, nowSeconds: nowSeconds)
            Issue.record("there is a credential", sourceLocation: sourceLocation)
            return nil
        } catch { return error }
    }
}
