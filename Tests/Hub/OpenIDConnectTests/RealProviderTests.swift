import Foundation
import OpenIDConnect
import Outbound
import TestSupport
import Testing

/// Against `oidc-provider-mock`, an OpenID provider that is not ours (it is built on Authlib).
@Suite("A real OpenID provider") struct RealProviderTests {
    private func start() async throws -> ServiceProcess {
        try await OffPool.run {
            try ServiceProcess("oidc-provider-mock") { port, _ in
                [
                    "--port", "\(port)", "--user-claims",
                    #"{"sub": "ada", "email": "ada@example.com", "groups": ["analysts"]}"#,
                ]
            }
        }
    }

    /// What a browser does: the login form is filled in; the provider's redirect is the outcome.
    private func logIn(_ url: String, as subject: String) async throws -> LoginAnswer {
        let output = try await OffPool.run {
            try Command("curl", ["-sS", "-D", "-", "-o", "/dev/null", "--data-urlencode", "sub=\(subject)", url])
                .check()
        }
        let location = try #require(
            output.split(whereSeparator: \.isNewline).first { $0.lowercased().hasPrefix("location: ") })
        let parts = try #require(URLComponents(string: String(location.dropFirst("location: ".count))))
        func field(_ name: String) -> String? { parts.queryItems?.first { $0.name == name }?.value ?? nil }
        return LoginAnswer(code: field("code"), state: field("state"), issuer: field("iss"), error: field("error"))
    }

    @Test("Somebody logs in through it, with discovery, keys, code and nonce as it does them")
    func login() async throws {
        let process = try await start()
        // It names itself after the host that it was asked by.
        let configuration = IssuerConfiguration(purpose: .people, issuer: process.url, audiences: ["hub"])
        let now = Int64(Date().timeIntervalSince1970)
        let secret = process.folder.appending(path: "client-secret")
        try Data("client secret".utf8).write(to: secret)
        try await verifying(configuration) { verifier in
            let party = try RelyingParty(
                RelyingPartyConfiguration(
                    issuer: process.url, clientID: "hub", clientSecretFile: secret.path(),
                    redirectURL: "http://127.0.0.1/callback"), verifier: verifier)
            let attempt = LoginAttempt(random: (0..<96).map { _ in UInt8.random(in: 0...255) })
            let url = try await party.authorizationURL(attempt, nowSeconds: now)
            let answer = try await logIn(url, as: "ada")
            let identity = try await party.finish(answer, attempt, nowSeconds: now)
            #expect(identity.principal == "\(process.url)#ada")
            #expect(identity.groups == ["analysts"])
            #expect(identity.expiresAtSeconds > now)
            // A code is good once.
            await #expect(throws: LoginRefusal.codeNotAccepted(status: 400)) {
                try await party.finish(answer, attempt, nowSeconds: now)
            }
            // Another browser's answer.
            let other = LoginAttempt(random: (0..<96).map { _ in UInt8.random(in: 0...255) })
            let stolen = try await logIn(try await party.authorizationURL(other, nowSeconds: now), as: "ada")
            await #expect(throws: LoginRefusal.wrongState) { try await party.finish(stolen, attempt, nowSeconds: now) }
        }
    }

    @Test("Its ID tokens are accepted as tokens of clients, and not when they are expired or for somebody else")
    func tokens() async throws {
        let process = try await start()
        let now = Int64(Date().timeIntervalSince1970)
        let token = try await idToken(process)
        func verify(_ audience: String, _ nowSeconds: Int64) async throws -> TokenIdentity {
            try await verifying(
                IssuerConfiguration(purpose: .clients, issuer: process.url, audiences: [audience])
            ) { try await $0.verify(token, for: .clients, nowSeconds: nowSeconds) }
        }
        #expect(try await verify("agent", now).subject == "ada")
        await #expect(throws: TokenRefusal.wrongAudience(accepted: ["hub"])) { try await verify("hub", now) }
        await #expect(throws: TokenRefusal.self) { try await verify("agent", now + 100_000) }
    }

    /// By hand, as an agent's own login would.
    private func idToken(_ process: ServiceProcess) async throws -> String {
        let query =
            "response_type=code&client_id=agent&redirect_uri=http%3A%2F%2F127.0.0.1%2F&scope=openid&state=s&nonce=n"
        let answer = try await logIn("\(process.url)/oauth2/authorize?\(query)", as: "ada")
        let code = try #require(answer.code)
        let output = try await OffPool.run {
            try Command(
                "curl",
                [
                    "-sS", "-u", "agent:any", "-d", "grant_type=authorization_code", "-d",
                    "redirect_uri=http://127.0.0.1/",
                    "--data-urlencode", "code=\(code)", "\(process.url)/oauth2/token",
                ]
            ).check()
        }
        let object = try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any]
        return try #require(object?["id_token"] as? String)
    }
}
