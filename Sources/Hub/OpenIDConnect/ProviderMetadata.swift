import Outbound

/// OpenID Connect Discovery 1.0, section 3: what is used of it.
struct ProviderMetadata: Sendable {
    private struct Document: Decodable {
        var issuer: String
        var jwksUri: String
        var authorizationEndpoint: String?
        var tokenEndpoint: String?
        var tokenEndpointAuthMethodsSupported: [String]?
        var authorizationResponseIssParameterSupported: Bool?
    }

    let keySet: HTTPAddress
    let authorizationEndpoint: HTTPAddress?
    let tokenEndpoint: HTTPAddress?
    /// Whether a client's secret goes into the Authorization header (RFC 6749, section 2.3.1), as it does by default.
    let takesSecretInHeader: Bool
    /// Whether the answer to a login names the issuer (RFC 9207).
    let namesIssuer: Bool

    /// - Parameter issuer: the document must be this one's: section 4.3.
    init(json: [UInt8], issuer: HTTPAddress) throws(ProviderFailure) {
        guard let document = ProviderJSON.decode(Document.self, from: json) else {
            throw ProviderFailure("its discovery document is not one")
        }
        guard document.issuer == issuer.text else {
            throw ProviderFailure("its discovery document is that of another issuer")
        }
        func address(_ text: String, _ name: String) throws(ProviderFailure) -> HTTPAddress {
            guard let address = try? HTTPAddress(text), address.isEncrypted || !issuer.isEncrypted else {
                throw ProviderFailure("its \(name) is not an https address")
            }
            return address
        }
        keySet = try address(document.jwksUri, "jwks_uri")
        if let text = document.authorizationEndpoint {
            authorizationEndpoint = try address(text, "authorization_endpoint")
        } else {
            authorizationEndpoint = nil
        }
        if let text = document.tokenEndpoint {
            tokenEndpoint = try address(text, "token_endpoint")
        } else {
            tokenEndpoint = nil
        }
        takesSecretInHeader =
            document.tokenEndpointAuthMethodsSupported?.contains("client_secret_basic") ?? true
        namesIssuer = document.authorizationResponseIssParameterSupported ?? false
    }
}
