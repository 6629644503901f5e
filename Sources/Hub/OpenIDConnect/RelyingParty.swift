import Outbound
import SignedNote
import SmallFiles

/// Login by the authorization code flow with PKCE, state and nonce (OpenID Connect Core 1.0, section 3.1; RFC 9700).
package struct RelyingParty: Sendable {
    private let configuration: RelyingPartyConfiguration
    private let verifier: TokenVerifier
    private let issuer: TokenVerifier.Issuer

    /// - Throws: when the issuer is not configured for people, or the address to return to is not one.
    package init(
        _ configuration: RelyingPartyConfiguration, verifier: TokenVerifier
    ) throws(IssuerConfiguration.Failure) {
        guard let issuer = verifier.issuer(configuration.issuer, for: .people) else {
            throw IssuerConfiguration.Failure(
                description: "issuer \(configuration.issuer): configure it for people before they can log in with it")
        }
        do { _ = try HTTPAddress(configuration.redirectURL) } catch {
            throw IssuerConfiguration.Failure(
                description:
                    "issuer \(configuration.issuer): the redirect address \(configuration.redirectURL) \(error)")
        }
        self.configuration = configuration
        self.verifier = verifier
        self.issuer = issuer
    }

    /// What people know the provider by: its host.
    package var name: String {
        let rest = configuration.issuer.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: true)
        return rest.count > 1 ? String(rest[1]) : configuration.issuer
    }

    /// Where the browser goes to log in.
    package func authorizationURL(_ attempt: LoginAttempt, nowSeconds: Int64) async throws(LoginRefusal) -> String {
        guard let endpoint = try await metadata(nowSeconds).authorizationEndpoint else {
            throw .providerUnreachable("its discovery document names no authorization_endpoint")
        }
        return configuration.authorizationURL(endpoint: endpoint.text, attempt)
    }

    /// What the browser came back with, turned into who logged in.
    /// - Parameter attempt: the one of this browser; it must not be used again, whatever comes of it.
    package func finish(
        _ answer: LoginAnswer, _ attempt: LoginAttempt, nowSeconds: Int64
    ) async throws(LoginRefusal) -> TokenIdentity {
        let metadata = try await metadata(nowSeconds)
        let code = try answer.check(attempt, issuer: configuration.issuer, mustNameIssuer: metadata.namesIssuer)
        let token = try await exchange(code, attempt, metadata)
        do {
            return try await verifier.verifyLogin(
                token, of: issuer, clientID: configuration.clientID, nonce: attempt.nonce, nowSeconds: nowSeconds)
        } catch {
            throw .token(error)
        }
    }

    private func metadata(_ nowSeconds: Int64) async throws(LoginRefusal) -> ProviderMetadata {
        do { return try await issuer.metadata.value(nowSeconds: nowSeconds) } catch {
            throw .providerUnreachable(error.description)
        }
    }

    private struct TokenAnswer: Decodable {
        var idToken: String
    }

    /// - Returns: the ID token, unverified.
    private func exchange(
        _ code: String, _ attempt: LoginAttempt, _ metadata: ProviderMetadata
    ) async throws(LoginRefusal) -> String {
        guard let endpoint = metadata.tokenEndpoint else {
            throw .providerUnreachable("its discovery document names no token_endpoint")
        }
        var headers = [
            (name: "content-type", value: "application/x-www-form-urlencoded"),
            (name: "accept", value: "application/json"),
        ]
        let secret = try clientSecret()
        if let secret, metadata.takesSecretInHeader {
            let pair = "\(PercentEncoding.encode(configuration.clientID)):\(PercentEncoding.encode(secret))"
            headers.append(("authorization", "Basic \(Base64.encode(Array(pair.utf8)))"))
        }
        let form = configuration.codeForm(
            code, attempt, secretInForm: metadata.takesSecretInHeader ? nil : secret)
        let reply: HTTPAnswer
        do {
            reply = try await issuer.provider.client.send(
                HTTPCall(
                    .post, endpoint, headers: headers, body: Array(form.utf8),
                    answerBytesLimit: Provider.documentBytesLimit,
                    timeoutMilliseconds: issuer.provider.timeoutMilliseconds))
        } catch {
            throw .providerUnreachable("token endpoint at \(endpoint): \(error)")
        }
        guard reply.status == 200 else { throw .codeNotAccepted(status: reply.status) }
        guard let answer = ProviderJSON.decode(TokenAnswer.self, from: reply.body) else {
            throw .providerUnreachable("token endpoint at \(endpoint): its answer has no id_token")
        }
        return answer.idToken
    }

    private func clientSecret() throws(LoginRefusal) -> String? {
        guard let file = configuration.clientSecretFile else { return nil }
        do { return try SmallFile.secret(file) } catch { throw .noSecret(error.description) }
    }
}
