import Outbound

/// Verifies tokens (JWT, RFC 7519) of the configured issuers by the providers' published keys: OpenID Connect Core 1.0
/// section 3.1.3.7, OpenID Connect Discovery 1.0, and RFC 8725 where these leave a choice.
///
/// `close` has to be called before the last reference goes.
package final class TokenVerifier: Sendable {
    package static let timeoutMillisecondsDefault = 10_000

    struct Issuer: Sendable {
        let configuration: IssuerConfiguration
        let provider: Provider
        let keys: Refreshed<PublicKeySet>
        let metadata: Refreshed<ProviderMetadata>
    }

    private let issuers: [IssuerPurpose: [String: Issuer]]

    /// - Throws: for an issuer that is configured twice for one purpose, or whose configuration cannot work.
    package init(
        _ configurations: [IssuerConfiguration], timeoutMilliseconds: Int = timeoutMillisecondsDefault
    ) throws(IssuerConfiguration.Failure) {
        // All of it is checked before the first client is made: one that is not closed traps.
        var checked: [IssuerPurpose: Set<String>] = [:]
        for configuration in configurations {
            _ = try configuration.addresses()
            guard checked[configuration.purpose, default: []].insert(configuration.issuer).inserted else {
                throw IssuerConfiguration.Failure(
                    description:
                        "issuer \(configuration.issuer): it is there twice for \(configuration.purpose.rawValue); list all audiences in one"
                )
            }
        }
        var issuers: [IssuerPurpose: [String: Issuer]] = [:]
        for configuration in configurations {
            let addresses = try configuration.addresses()
            let client: BoundedHTTPClient
            do { client = try BoundedHTTPClient(authorityFile: configuration.authorityFile) } catch {
                Self.close(issuers)
                throw IssuerConfiguration.Failure(description: "issuer \(configuration.issuer): \(error)")
            }
            let provider = Provider(
                issuer: addresses.issuer, keySetAddress: addresses.keySet,
                bearerTokenFile: configuration.bearerTokenFile, client: client,
                timeoutMilliseconds: timeoutMilliseconds)
            issuers[configuration.purpose, default: [:]][configuration.issuer] = Issuer(
                configuration: configuration, provider: provider,
                keys: Refreshed { () async throws(ProviderFailure) in try await provider.keySet() },
                metadata: Refreshed { () async throws(ProviderFailure) in try await provider.metadata() })
        }
        self.issuers = issuers
    }

    package func close() async {
        for issuer in issuers.values.flatMap(\.values) { await issuer.provider.client.close() }
    }

    private static func close(_ issuers: [IssuerPurpose: [String: Issuer]]) {
        let clients = issuers.values.flatMap(\.values).map(\.provider.client)
        Task { for client in clients { await client.close() } }
    }

    /// The issuers that are configured for a purpose.
    package func issuers(for purpose: IssuerPurpose) -> [String] {
        issuers[purpose].map { $0.keys.sorted() } ?? []
    }

    /// - Parameters:
    ///   - token: in the compact form.
    ///   - names: of claims that are wanted; dots lead into objects.
    ///   - nowSeconds: since 1970.
    package func verify(
        _ token: String, for purpose: IssuerPurpose, claims names: [String] = [], nowSeconds: Int64
    ) async throws(TokenRefusal) -> TokenIdentity {
        let token = try CompactToken(token)
        guard let name = token.claims["iss"]?.string else { throw .malformed("it has no issuer (iss)") }
        guard let issuer = issuer(name, for: purpose) else {
            throw .unknownIssuer((try? HTTPAddress(name))?.text, purpose)
        }
        try await checkSignature(token, issuer, nowSeconds: nowSeconds)
        return try identity(
            token, issuer, audiences: issuer.configuration.audiences, claims: names, nowSeconds: nowSeconds)
    }

    func issuer(_ name: String, for purpose: IssuerPurpose) -> Issuer? { issuers[purpose]?[name] }

    /// An ID token that was issued for a login of ours.
    func verifyLogin(
        _ token: String, of issuer: Issuer, clientID: String, nonce: String, nowSeconds: Int64
    ) async throws(TokenRefusal) -> TokenIdentity {
        let token = try CompactToken(token)
        guard token.claims["iss"]?.string == issuer.configuration.issuer else {
            throw .malformed("it is that of another issuer")
        }
        try await checkSignature(token, issuer, nowSeconds: nowSeconds)
        guard token.claims["nonce"]?.string == nonce else { throw .wrongNonce }
        // It was issued to us, so who it was issued to must be us: section 3.1.3.7, 5.
        if let party = token.claims["azp"], party.string != clientID { throw .wrongAuthorizedParty }
        return try identity(token, issuer, audiences: [clientID], nowSeconds: nowSeconds)
    }

    private func checkSignature(
        _ token: CompactToken, _ issuer: Issuer, nowSeconds: Int64
    ) async throws(TokenRefusal) {
        let name = issuer.configuration.issuer
        var lookup: PublicKeySet.Lookup
        do {
            lookup = try await issuer.keys.value(nowSeconds: nowSeconds)
                .find(keyID: token.keyID, algorithm: token.algorithm)
            if case .unknown = lookup {
                lookup = try await issuer.keys.newest(nowSeconds: nowSeconds)
                    .find(keyID: token.keyID, algorithm: token.algorithm)
            }
        } catch {
            throw .providerUnreachable(issuer: name, reason: error.description)
        }
        switch lookup {
        case .unknown: throw .unknownKey(issuer: name)
        case .unfit: throw .wrongKeyType(issuer: name)
        case .ambiguous: throw .malformed("it names no key, and its issuer has several")
        case .found(let keys):
            for key in keys where await key.verifies(token) { return }
            throw .badSignature(issuer: name)
        }
    }

    private func identity(
        _ token: CompactToken, _ issuer: Issuer, audiences: [String], claims names: [String] = [], nowSeconds: Int64
    ) throws(TokenRefusal) -> TokenIdentity {
        let configuration = issuer.configuration
        let claims = TokenClaims(values: token.claims)
        let expiresAt = try claims.checkTimes(nowSeconds: nowSeconds, leewaySeconds: configuration.leewaySeconds)
        try claims.checkAudience(audiences)
        let subject = try claims.subject()
        if configuration.purpose == .sidecars { try claims.checkPod(subject: subject) }
        return TokenIdentity(
            issuer: configuration.issuer, subject: subject,
            groups: try claims.groups(subject: subject, configuration), expiresAtSeconds: expiresAt,
            claims: try claims.texts(of: names))
    }
}
