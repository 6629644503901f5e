import Outbound

/// The hub as a client of an OpenID provider: people log in to its pages there.
package struct RelyingPartyConfiguration: Sendable, Equatable {
    /// One that is configured for `people`.
    package var issuer: String
    package var clientID: String
    /// nil: a public client; PKCE is used either way.
    package var clientSecretFile: String?
    /// Where the provider sends the browser back to; registered there.
    package var redirectURL: String
    /// Beside `openid`.
    package var scopes: [String]

    package init(
        issuer: String, clientID: String, clientSecretFile: String? = nil, redirectURL: String, scopes: [String] = []
    ) {
        self.issuer = issuer
        self.clientID = clientID
        self.clientSecretFile = clientSecretFile
        self.redirectURL = redirectURL
        self.scopes = scopes
    }

    /// The address that the browser is sent to (OpenID Connect Core 1.0, section 3.1.2.1; RFC 7636, section 4.3).
    /// - Parameter endpoint: of the provider; may hold a query.
    package func authorizationURL(endpoint: String, _ attempt: LoginAttempt) -> String {
        let fields = PercentEncoding.form([
            ("response_type", "code"), ("client_id", clientID), ("redirect_uri", redirectURL),
            ("scope", (["openid"] + scopes.filter { $0 != "openid" }).joined(separator: " ")),
            ("state", attempt.state), ("nonce", attempt.nonce), ("code_challenge", attempt.codeChallenge),
            ("code_challenge_method", "S256"),
        ])
        return endpoint + (endpoint.contains("?") ? "&" : "?") + fields
    }

    /// The form that a code is exchanged with (RFC 6749, section 4.1.3; RFC 7636, section 4.5).
    /// - Parameter secretInForm: nil: there is none, or it goes into the Authorization header.
    func codeForm(_ code: String, _ attempt: LoginAttempt, secretInForm: String?) -> String {
        PercentEncoding.form(
            [
                ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", redirectURL),
                ("client_id", clientID), ("code_verifier", attempt.codeVerifier),
            ] + (secretInForm.map { [("client_secret", $0)] } ?? []))
    }
}
