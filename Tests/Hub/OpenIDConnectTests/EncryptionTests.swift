import Foundation
import OpenIDConnect
import TestServices
import TestSupport
import Testing

@Suite("Providers behind TLS") struct EncryptionTests {
    @Test("A provider of a private authority is trusted where that authority is configured, and nowhere else")
    func privateAuthority() async throws {
        let certificates = try TestCertificates()
        let port = Int(try LoopbackSocket().port)
        let issuer = "https://localhost:\(port)"
        let key = try TestKey.make("ES256")
        let documents = certificates.folder
        try FileManager.default.createDirectory(
            at: documents.appending(path: ".well-known"), withIntermediateDirectories: true)
        try Token.json(["issuer": issuer, "jwks_uri": issuer + "/keys"])
            .write(to: documents.appending(path: ".well-known/openid-configuration"))
        try Token.json(["keys": [try key.published("k")]]).write(to: documents.appending(path: "keys"))
        // openssl's own server, which gives out the files of the folder that it runs in.
        let server = try ChildProcess(
            "openssl",
            [
                "s_server", "-accept", "127.0.0.1:\(port)", "-cert", certificates.certificate, "-key", certificates.key,
                "-WWW", "-quiet",
            ], folder: documents.path())
        defer {
            server.signal(SIGKILL)
            _ = server.wait(timeoutSeconds: 10)
        }
        let token = try Token.signed(
            ["alg": "ES256", "kid": "k"],
            ["iss": issuer, "sub": "ada", "aud": "hub", "exp": TestProvider.nowSeconds + 60], by: key)
        var configuration = IssuerConfiguration(purpose: .clients, issuer: issuer, audiences: ["hub"])
        configuration.authorityFile = certificates.authority
        try await verifying(configuration) { verifier in
            // Until it listens.
            var now = TestProvider.nowSeconds - 600
            while case .failure(.providerUnreachable) = await Self.outcome(verifier, token, now) {
                try await Task.sleep(for: .milliseconds(100))
                now += RefreshAge.intervalSeconds
                try #require(now < TestProvider.nowSeconds, "openssl s_server does not start")
            }
            #expect(try await Self.outcome(verifier, token, TestProvider.nowSeconds).get() == "ada")
        }
        configuration.authorityFile = nil
        try await verifying(configuration) { verifier in
            let refusal = await verifier.refusal(token)
            #expect(refusal?.description.contains("TLS") == true, "\(String(describing: refusal))")
        }
    }

    private static func outcome(
        _ verifier: TokenVerifier, _ token: String, _ nowSeconds: Int64
    ) async -> Result<String, TokenRefusal> {
        do throws(TokenRefusal) {
            return .success(try await verifier.verify(token, for: .clients, nowSeconds: nowSeconds).subject)
        } catch { return .failure(error) }
    }
}
