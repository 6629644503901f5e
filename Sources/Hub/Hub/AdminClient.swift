import AsyncHTTPClient
import FoundationEssentials
import Glibc
package import HubAPI
import NIOCore
import NIOFoundationCompat
import NIOHTTP1
import NIOPosix
import NIOSSL

/// The administration's side of the API, as the commands use it.
package struct AdminClient: Sendable {
    private static let timeoutSeconds: Int64 = 60
    private static let answerBytesLimit = 64 << 20

    /// Why a command did not do what was asked.
    package struct Failure: Error, CustomStringConvertible {
        package var description: String
        package var problem: ProblemDetails?
    }

    private let url: String
    private let token: String
    private let authority: String?

    /// - Parameters:
    ///   - url: `https://HOST:PORT`.
    ///   - authority: PEM file of the hub's authority; nil: the system's.
    package init(url: String, token: String, authority: String?) {
        self.url = url.hasSuffix("/") ? String(url.dropLast()) : url
        self.token = token
        self.authority = authority
    }

    package func get<Answer: Decodable>(_ path: String, as type: Answer.Type) async throws -> Answer {
        try await Self.decode(type, call(.GET, path))
    }

    package func post<Answer: Decodable>(
        _ path: String, _ body: some Encodable, as type: Answer.Type
    ) async throws -> Answer {
        try await Self.decode(
            type, call(.POST, path, ByteBuffer(bytes: try HubJSON.encode(body)), type: "application/json"))
    }

    package func post<Answer: Decodable>(
        _ path: String, text: String, type contentType: String, as type: Answer.Type
    ) async throws -> Answer {
        try await Self.decode(type, call(.POST, path, ByteBuffer(string: text), type: contentType))
    }

    package func put(_ path: String, _ body: some Encodable) async throws {
        _ = try await call(.PUT, path, ByteBuffer(bytes: try HubJSON.encode(body)), type: "application/json")
    }

    package func put<Answer: Decodable>(
        _ path: String, _ body: some Encodable, as type: Answer.Type
    ) async throws -> Answer {
        try await Self.decode(
            type, call(.PUT, path, ByteBuffer(bytes: try HubJSON.encode(body)), type: "application/json"))
    }

    package func delete(_ path: String) async throws { _ = try await call(.DELETE, path) }

    package func text(_ path: String) async throws -> String { String(buffer: try await call(.GET, path)) }

    private func call(
        _ method: HTTPMethod, _ path: String, _ body: ByteBuffer? = nil, type: String = ""
    ) async throws -> ByteBuffer {
        var tls = TLSConfiguration.makeClientConfiguration()
        if let authority { tls.trustRoots = .file(authority) }
        var configuration = HTTPClient.Configuration(tlsConfiguration: tls)
        configuration.redirectConfiguration = .disallow
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        let answer: Result<ByteBuffer, any Error>
        do { answer = .success(try await call(client, method, path, body, type)) } catch { answer = .failure(error) }
        try? await client.shutdown()
        return try answer.get()
    }

    private func call(
        _ client: HTTPClient, _ method: HTTPMethod, _ path: String, _ body: ByteBuffer?, _ type: String
    ) async throws -> ByteBuffer {
        var request = HTTPClientRequest(url: url + path)
        request.method = method
        request.headers.add(name: "authorization", value: "Bearer \(token)")
        if let body {
            request.headers.add(name: "content-type", value: type)
            request.body = .bytes(body)
        }
        let response: HTTPClientResponse
        let content: ByteBuffer
        do {
            response = try await client.execute(request, timeout: .seconds(Self.timeoutSeconds))
            content = try await response.body.collect(upTo: Self.answerBytesLimit)
        } catch {
            throw Failure(description: "\(url) cannot be reached: \(Self.reason(error))")
        }
        guard (200..<300).contains(response.status.code) else {
            let problem = try? HubJSON.decode(ProblemDetails.self, from: content.readableBytesView)
            let text = problem.map { ([$0.detail ?? $0.title] + ($0.errors ?? [])).joined(separator: "\n") }
            throw Failure(description: text ?? "the hub answered \(response.status.code)", problem: problem)
        }
        return content
    }

    private static func reason(_ error: any Error) -> String {
        if error is NIOSSLError || error is BoringSSLError || error is NIOSSLExtraError {
            return "its certificate is not trusted: give --hub-ca or HUB_CA the hub's ca.pem"
        }
        if let error = error as? HTTPClientError { return "\(error)" }
        if let error = error as? NIOConnectionError {
            guard error.connectionErrors.isEmpty else {
                let causes = error.connectionErrors.compactMap { ($0.error as? IOError)?.errnoCode }
                return Set(causes).sorted().map { String(cString: strerror($0)) }.joined(separator: ", ")
            }
            if error.dnsAError != nil, error.dnsAAAAError != nil {
                return "the name \(error.host) is not known here (DNS, /etc/hosts)"
            }
        }
        return "no connection"
    }

    private static func decode<Answer: Decodable>(_ type: Answer.Type, _ body: ByteBuffer) throws -> Answer {
        do { return try HubJSON.decode(type, from: body.readableBytesView) } catch {
            throw Failure(description: "the hub's answer is not understood: is it another version?")
        }
    }
}
