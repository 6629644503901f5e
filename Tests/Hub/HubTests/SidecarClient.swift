import AsyncHTTPClient
import Crypto
import Foundation
import HubAPI
import NIOCore
import NIOFoundationCompat
import NIOHTTP1
import NIOSSL
import Policy
import TestSupport

/// A sidecar as the hub sees it: keys, a certificate, requests.
final class SidecarClient: Sendable {
    struct Keys: Sendable {
        var tls = P256.Signing.PrivateKey()
        var audit = Curve25519.Signing.PrivateKey()

        var instance: String {
            SHA256.hash(data: audit.publicKey.rawRepresentation).prefix(8)
                .map { String(format: "%02x", $0) }.joined()
        }
    }

    let keys: Keys
    let enrolled: EnrolResponse
    private let url: String
    private let client: HTTPClient

    private init(url: String, keys: Keys, enrolled: EnrolResponse, client: HTTPClient) {
        self.url = url
        self.keys = keys
        self.enrolled = enrolled
        self.client = client
    }

    /// The same sidecar at another hub of the same store.
    func elsewhere(_ hub: HubProcess) throws -> SidecarClient {
        SidecarClient(
            url: hub.url, keys: keys, enrolled: enrolled,
            client: try Self.client(hub, chain: enrolled.certificate.chain, key: keys.tls))
    }

    var keyPEM: String { keys.tls.pemRepresentation }

    deinit { client.shutdown { _ in } }

    /// The request that an honest sidecar makes.
    static func request(_ keys: Keys, enrolToken: String? = nil, oidcToken: String? = nil) throws -> EnrolRequest {
        var request = EnrolRequest(
            instance: keys.instance, enrolToken: enrolToken, oidcToken: oidcToken,
            tlsPublicKey: Array(keys.tls.publicKey.derRepresentation),
            auditPublicKey: Array(keys.audit.publicKey.rawRepresentation), version: "test")
        request.tlsSignature = Array(try keys.tls.signature(for: request.signedBytes).derRepresentation)
        request.auditSignature = Array(try keys.audit.signature(for: request.signedBytes))
        return request
    }

    static func enrol(
        _ hub: HubProcess, principal: String = "bot", groups: [String] = ["analysts"], keys: Keys = Keys()
    ) async throws -> SidecarClient {
        let token = try hub.check(
            ["enrol-token", "create", "--principal", principal] + groups.flatMap { ["--group", $0] })
        return try await enrol(hub, request(keys, enrolToken: token), keys)
    }

    static func enrol(_ hub: HubProcess, _ request: EnrolRequest, _ keys: Keys) async throws -> SidecarClient {
        let stranger = try plain(hub)
        let answer: Result<EnrolResponse, any Error>
        do {
            answer = .success(
                try await send(stranger, hub.url + HubPath.enrol, .POST, HubJSON.encode(request)).as(EnrolResponse.self)
            )
        } catch { answer = .failure(error) }
        try await stranger.shutdown()
        let enrolled = try answer.get()
        return try SidecarClient(
            url: hub.url, keys: keys, enrolled: enrolled,
            client: client(hub, chain: enrolled.certificate.chain, key: keys.tls))
    }

    /// Without a certificate.
    static func plain(_ hub: HubProcess) throws -> HTTPClient {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.trustRoots = .file(hub.authority)
        return HTTPClient(
            eventLoopGroupProvider: .singleton,
            configuration: HTTPClient.Configuration(tlsConfiguration: tls, redirectConfiguration: .disallow))
    }

    static func client(_ hub: HubProcess, chain: String, key: P256.Signing.PrivateKey) throws -> HTTPClient {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.trustRoots = .file(hub.authority)
        tls.certificateChain = try NIOSSLCertificate.fromPEMBytes(Array(chain.utf8)).map { .certificate($0) }
        tls.privateKey = .privateKey(try NIOSSLPrivateKey(bytes: Array(key.pemRepresentation.utf8), format: .pem))
        return HTTPClient(
            eventLoopGroupProvider: .singleton, configuration: HTTPClient.Configuration(tlsConfiguration: tls))
    }

    struct Answer: Sendable {
        var status: Int
        var body: ByteBuffer

        /// - Throws: `ProblemDetails` when it is one.
        func `as`<Value: Decodable>(_ type: Value.Type) throws -> Value {
            guard (200..<300).contains(status) else {
                throw try HubJSON.decode(ProblemDetails.self, from: body.readableBytesView)
            }
            return try HubJSON.decode(type, from: body.readableBytesView)
        }

        func check() throws {
            guard (200..<300).contains(status) else {
                throw try HubJSON.decode(ProblemDetails.self, from: body.readableBytesView)
            }
        }
    }

    func get(_ path: String) async throws -> Answer { try await Self.send(client, url + path, .GET, nil) }

    func post(_ path: String, _ body: some Encodable) async throws -> Answer {
        try await Self.send(client, url + path, .POST, HubJSON.encode(body))
    }

    func delete(_ path: String) async throws -> Answer { try await Self.send(client, url + path, .DELETE, nil) }

    func policy(
        revision: UInt64 = 0, wait: Int = 0, understands: [String] = BundleFeature.names
    ) async throws -> PolicyResponse? {
        let query = PolicyQuery(revision: revision, waitSeconds: wait, understands: understands)
        let answer = try await get(HubPath.policy + "?" + query.text)
        return answer.status == 204 ? nil : try answer.as(PolicyResponse.self)
    }

    static func send(
        _ client: HTTPClient, _ url: String, _ method: HTTPMethod, _ body: Data?, headers: [(String, String)] = []
    ) async throws -> Answer {
        var request = HTTPClientRequest(url: url)
        request.method = method
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        if let body {
            request.headers.add(name: "content-type", value: "application/json")
            request.body = .bytes(ByteBuffer(bytes: body))
        }
        let response = try await client.execute(request, timeout: .seconds(90))
        return Answer(
            status: Int(response.status.code), body: try await response.body.collect(upTo: HubJSON.bodyBytesLimit))
    }
}
