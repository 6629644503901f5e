import Foundation
import OpenIDConnect
import TestServices
import TestSupport
import Testing

@Suite("Login to pages") struct LoginTests {
    private static let now = TestProvider.nowSeconds
    private static let redirect = "https://hub.example/login/callback"

    private func attempt(_ seed: UInt8 = 1) -> LoginAttempt {
        LoginAttempt(random: (0..<96).map { UInt8($0) &+ seed })
    }

    private func configuration(_ provider: TestProvider, secretFile: String? = nil) -> RelyingPartyConfiguration {
        RelyingPartyConfiguration(
            issuer: provider.issuer, clientID: "hub client", clientSecretFile: secretFile, redirectURL: Self.redirect,
            scopes: ["profile"])
    }

    /// Answers the exchange of a code with an ID token of these claims.
    private func give(_ provider: TestProvider, _ claims: [String: Any]) throws {
        let token = try provider.token(["aud": "hub client", "nonce": attempt().nonce].merging(claims) { $1 })
        provider.set("/token", .init(json: #"{"access_token": "x", "token_type": "Bearer", "id_token": "\#(token)"}"#))
    }

    private func login(
        _ provider: TestProvider, _ party: RelyingParty, _ answer: LoginAnswer? = nil
    ) async -> Result<TokenIdentity, LoginRefusal> {
        let answer = answer ?? LoginAnswer(code: "c0de", state: attempt().state, issuer: nil, error: nil)
        do throws(LoginRefusal) {
            return .success(try await party.finish(answer, attempt(), nowSeconds: Self.now))
        } catch { return .failure(error) }
    }

    @Test("The browser is sent to the provider with state, nonce and the challenge of PKCE")
    func authorization() async throws {
        let provider = try TestProvider()
        try await verifying(provider.configuration(purpose: .people)) { verifier in
            let party = try RelyingParty(configuration(provider), verifier: verifier)
            let text = try await party.authorizationURL(attempt(), nowSeconds: Self.now)
            let parts = try #require(URLComponents(string: text))
            #expect(parts.path == "/authorize")
            let fields = Dictionary(uniqueKeysWithValues: (parts.queryItems ?? []).map { ($0.name, $0.value) })
            #expect(fields["tenant"] == "1")
            #expect(fields["response_type"] == "code")
            #expect(fields["client_id"] == "hub client")
            #expect(fields["redirect_uri"] == Self.redirect)
            #expect(fields["scope"] == "openid profile")
            #expect(fields["state"] == attempt().state)
            #expect(fields["nonce"] == attempt().nonce)
            #expect(fields["code_challenge_method"] == "S256")
            #expect(fields["code_challenge"]??.count == 43)
            #expect(attempt().description == "redacted" && "\(Mirror(reflecting: attempt()).children.count)" == "0")
        }
    }

    @Test("A code is exchanged with the verifier of PKCE, and the secret goes where the provider takes it")
    func exchange() async throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "secret-\(UUID().uuidString)")
        try Data("s3cret:/?\n".utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        for (methods, secretFile) in [
            (["client_secret_basic"], file.path()), (["client_secret_post"], file.path()), (["none"], nil),
        ] as [([String], String?)] {
            let provider = try TestProvider()
            try provider.describe(["token_endpoint_auth_methods_supported": methods])
            try give(provider, [:])
            try await verifying(provider.configuration(purpose: .people)) { verifier in
                let party = try RelyingParty(configuration(provider, secretFile: secretFile), verifier: verifier)
                let url = try await party.authorizationURL(attempt(), nowSeconds: Self.now)
                #expect(try await login(provider, party).get().subject == "ada")
                let request = try #require(provider.server.requests.first { $0.path == "/token" })
                var form = URLComponents()
                form.percentEncodedQuery = String(decoding: request.body, as: UTF8.self)
                let fields = Dictionary(uniqueKeysWithValues: (form.queryItems ?? []).map { ($0.name, $0.value) })
                #expect(fields["grant_type"] == "authorization_code")
                #expect(fields["code"] == "c0de")
                #expect(fields["redirect_uri"] == Self.redirect)
                // RFC 7636, section 4.6: what the provider does with the two.
                let verifierText = try #require(fields["code_verifier"] ?? nil)
                #expect(url.contains("code_challenge=\(Challenge.of(verifierText))"))
                #expect(fields["client_secret"] ?? nil == (methods == ["client_secret_post"] ? "s3cret:/?" : nil))
                let basic = Data("hub%20client:s3cret%3A%2F%3F".utf8).base64EncodedString()
                #expect(
                    request.headers["authorization"] == (methods == ["client_secret_basic"] ? "Basic \(basic)" : nil))
            }
        }
    }

    @Test("An answer to another login, of another provider, or with an error starts nothing")
    func answers() async throws {
        let provider = try TestProvider()
        try give(provider, [:])
        try await verifying(provider.configuration(purpose: .people)) { verifier in
            let party = try RelyingParty(configuration(provider), verifier: verifier)
            let state = attempt().state
            for (answer, refusal) in [
                (LoginAnswer(code: "c", state: nil, issuer: nil, error: nil), LoginRefusal.wrongState),
                (LoginAnswer(code: "c", state: attempt(2).state, issuer: nil, error: nil), .wrongState),
                (LoginAnswer(code: "c", state: "", issuer: nil, error: nil), .wrongState),
                (LoginAnswer(code: nil, state: attempt(2).state, issuer: nil, error: "access_denied"), .wrongState),
                (LoginAnswer(code: "c", state: state, issuer: "https://evil.example", error: nil), .wrongIssuer),
                (
                    LoginAnswer(code: nil, state: state, issuer: nil, error: "access_denied"),
                    .refusedByProvider("access_denied")
                ),
                (
                    LoginAnswer(code: "c", state: state, issuer: nil, error: "<script>"),
                    .refusedByProvider("an error of its own")
                ),
                (LoginAnswer(code: nil, state: state, issuer: nil, error: nil), .noCode),
                (LoginAnswer(code: "", state: state, issuer: nil, error: nil), .noCode),
            ] {
                #expect(await login(provider, party, answer) == .failure(refusal))
            }
            #expect(!provider.server.requests.contains { $0.path == "/token" })
        }
        try provider.describe(["authorization_response_iss_parameter_supported": true])
        try await verifying(provider.configuration(purpose: .people)) { verifier in
            let party = try RelyingParty(configuration(provider), verifier: verifier)
            #expect(await login(provider, party) == .failure(.wrongIssuer))
        }
    }

    @Test("The ID token must be the one of this login, for this client, of this provider")
    func tokens() async throws {
        let provider = try TestProvider()
        try await verifying(provider.configuration(purpose: .people)) { verifier in
            let party = try RelyingParty(configuration(provider), verifier: verifier)
            for (claims, refusal) in [
                (["nonce": attempt(2).nonce], TokenRefusal.wrongNonce), (["nonce": NSNull()], .wrongNonce),
                (["aud": "wiki"], .wrongAudience(accepted: ["hub client"])),
                (["aud": ["hub client", "wiki"]], .wrongAuthorizedParty),
                (["azp": "wiki"], .wrongAuthorizedParty),
                (["exp": Self.now - 61], .expired(atSeconds: Self.now - 61)),
                (["iss": "https://evil.example"], .malformed("it is that of another issuer")),
            ] as [([String: Any], TokenRefusal)] {
                try give(provider, claims)
                #expect(await login(provider, party) == .failure(.token(refusal)))
            }
            try give(provider, ["aud": ["hub client", "wiki"], "azp": "hub client"])
            #expect(try await login(provider, party).get().groups == ["analysts", "nurses"])
        }
    }

    @Test("A token endpoint that refuses, answers garbage or leads elsewhere ends the login with its status")
    func tokenEndpoint() async throws {
        let provider = try TestProvider()
        try await verifying(provider.configuration(purpose: .people)) { verifier in
            let party = try RelyingParty(configuration(provider), verifier: verifier)
            for status in [400, 401, 302, 500] {
                provider.set(
                    "/token", .init(status, headers: ["location": "http://127.0.0.1:1/"], body: Array("c0de".utf8)))
                #expect(await login(provider, party) == .failure(.codeNotAccepted(status: status)))
            }
            provider.set("/token", .init(json: "{}"))
            guard case .failure(.providerUnreachable(let reason)) = await login(provider, party) else {
                Issue.record("accepted")
                return
            }
            #expect(reason.contains("has no id_token"))
        }
    }

    @Test("An issuer that is not for people logs nobody in")
    func purpose() async throws {
        let provider = try TestProvider()
        try await verifying(provider.configuration(purpose: .clients)) { verifier in
            #expect(throws: IssuerConfiguration.Failure.self) {
                try RelyingParty(configuration(provider), verifier: verifier)
            }
        }
    }
}
