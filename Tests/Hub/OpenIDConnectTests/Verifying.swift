import OpenIDConnect
import TestServices
import Testing

/// Runs a test with a verifier, which is closed after it.
@discardableResult
func verifying<Value>(
    _ configurations: IssuerConfiguration..., timeoutMilliseconds: Int = 30_000,
    _ body: (TokenVerifier) async throws -> Value
) async throws -> Value {
    let verifier = try TokenVerifier(configurations, timeoutMilliseconds: timeoutMilliseconds)
    do {
        let value = try await body(verifier)
        await verifier.close()
        return value
    } catch {
        await verifier.close()
        throw error
    }
}

extension TokenVerifier {
    /// Why a token is refused; a token that is not refused fails the test.
    func refusal(
        _ token: String, for purpose: IssuerPurpose = .clients, nowSeconds: Int64 = TestProvider.nowSeconds,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async -> TokenRefusal? {
        do throws(TokenRefusal) {
            _ = try await verify(token, for: purpose, nowSeconds: nowSeconds)
            Issue.record("the token was accepted", sourceLocation: sourceLocation)
            return nil
        } catch {
            #expect(
                !error.description.contains(token)
                    && !token.split(separator: ".").contains { error.description.contains($0) },
                "the refusal holds the token", sourceLocation: sourceLocation)
            return error
        }
    }
}
