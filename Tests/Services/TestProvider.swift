import Foundation
package import OpenIDConnect
import Synchronization
package import TestSupport

/// An OpenID provider of the test's own, whose documents say what the test wants.
package final class TestProvider: Sendable {
    package static let nowSeconds: Int64 = 1_800_000_000
    package static let audience = "chaperone"

    package let server: LoopbackHTTPServer
    package let key: TestKey
    package let keyID = "key-1"
    private let documents: Mutex<[String: LoopbackHTTPServer.Answer]>

    package init(_ key: TestKey? = nil) throws {
        self.key = try key ?? .make("ES256")
        let documents = Mutex<[String: LoopbackHTTPServer.Answer]>([:])
        server = try LoopbackHTTPServer { _ in .init(404) }
        self.documents = documents
        server.answer { [weak self] request in
            // As Kubernetes does, which gives out key sets as what they are.
            guard
                request.path != Self.keysPath || request.headers["accept"]?.contains("application/jwk-set+json") == true
            else { return .init(406) }
            return self?.documents.withLock { $0[request.path] } ?? .init(404)
        }
        try publish([self.key.published(keyID)])
        try describe()
    }

    package var issuer: String { server.url }

    package func set(_ path: String, _ answer: LoopbackHTTPServer.Answer) { documents.withLock { $0[path] = answer } }

    package static let discoveryPath = "/.well-known/openid-configuration"
    package static let keysPath = "/keys"

    package func publish(_ keys: [[String: Any]]) throws {
        set(Self.keysPath, .init(json: String(decoding: try Token.json(["keys": keys]), as: UTF8.self)))
    }

    package func describe(_ changes: [String: Any] = [:]) throws {
        let document: [String: Any] = [
            "issuer": issuer, "jwks_uri": issuer + Self.keysPath,
            "authorization_endpoint": issuer + "/authorize?tenant=1",
            "token_endpoint": issuer + "/token", "response_types_supported": ["code"],
        ].merging(changes) { $1 }
        set(Self.discoveryPath, .init(json: String(decoding: try Token.json(document), as: UTF8.self)))
    }

    package var keyRequests: Int { server.requests.count { $0.path == Self.keysPath } }

    /// Claims of a good token; changed ones replace them, and `NSNull` leaves one out.
    package func claims(_ changes: [String: Any] = [:]) -> [String: Any] {
        [
            "iss": issuer, "sub": "ada", "aud": Self.audience, "exp": Self.nowSeconds + 300,
            "iat": Self.nowSeconds - 10, "groups": ["analysts", "nurses"],
        ].merging(changes) { $1 }.filter { !($0.value is NSNull) }
    }

    package func token(
        _ changes: [String: Any] = [:], algorithm: String = "ES256", header: [String: Any] = [:], by key: TestKey? = nil
    ) throws -> String {
        try Token.signed(
            ["alg": algorithm, "kid": keyID, "typ": "JWT"].merging(header) { $1 }.filter { !($0.value is NSNull) },
            claims(changes), by: key ?? self.key)
    }

    package func configuration(
        purpose: IssuerPurpose = .clients, audiences: [String] = [audience], groupsClaim: String? = "groups",
        fixedGroups: [String] = [], serviceAccounts: ServiceAccountMapping? = nil, keySetURL: String? = nil,
        bearerTokenFile: String? = nil
    ) -> IssuerConfiguration {
        IssuerConfiguration(
            purpose: purpose, issuer: issuer, audiences: audiences, groupsClaim: groupsClaim, fixedGroups: fixedGroups,
            serviceAccounts: serviceAccounts, keySetURL: keySetURL, bearerTokenFile: bearerTokenFile)
    }
}
