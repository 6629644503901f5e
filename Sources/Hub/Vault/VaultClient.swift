import FoundationEssentials
import Outbound
import SmallFiles

/// Vault's HTTP API (OpenBao's is the same): requests as somebody it knows.
///
/// A token from a login is renewed at two thirds of its time, because what was leased with it ends with it; when it
/// cannot be renewed, there is a new login, and `issue` rises. `close` has to be called before the last reference goes.
package actor VaultClient {
    package static let answerBytesLimit = 256 << 10

    private struct Token {
        var text: SecretText
        /// nil: it is not ours to renew.
        var renewAtSeconds: Int64?
        var expiresAtSeconds: Int64?
    }

    private let configuration: VaultConfiguration
    private let address: HTTPAddress
    private let client: BoundedHTTPClient
    private var token: Token?
    private var login: Task<Result<Void, CredentialFailure>, Never>?
    /// Counts the logins.
    private(set) var issue: UInt64 = 0

    package init(_ configuration: VaultConfiguration) throws(CredentialFailure) {
        self.configuration = configuration
        do { address = try HTTPAddress(configuration.address) } catch {
            throw .misconfigured("Vault's address \(configuration.address) \(error)")
        }
        guard address.path.isEmpty || address.path == "/", address.query == nil else {
            throw .misconfigured("Vault's address \(configuration.address) must end after the host and port")
        }
        do { client = try BoundedHTTPClient(authorityFile: configuration.authorityFile) } catch {
            throw .misconfigured(error.description)
        }
    }

    /// Gives back the token, where it is from a login, and with it everything that was leased with it.
    package func close(nowSeconds: Int64) async {
        if token?.expiresAtSeconds != nil, let token = try? await currentToken(nowSeconds) {
            _ = try? await send(.post, ["auth", "token", "revoke-self"], body: nil, token: token)
        }
        await client.close()
    }

    /// When the token in use ends; nil when that is not known.
    func tokenExpiresAtSeconds() -> Int64? { token?.expiresAtSeconds }

    /// - Parameters:
    ///   - path: the segments behind `/v1/`; a slash in one stays a slash.
    ///   - query: encoded already.
    func ask<Answer: Decodable & Sendable>(
        _ method: HTTPCall.Method, _ path: [String], query: String? = nil, body: (any Encodable & Sendable)? = nil,
        nowSeconds: Int64, as type: Answer.Type
    ) async throws(CredentialFailure) -> Answer {
        let answer = try await perform(method, path, query: query, body: body, nowSeconds: nowSeconds)
        return try Self.decode(type, answer.body, place(method, path))
    }

    /// For requests whose answer says nothing.
    func tell(
        _ method: HTTPCall.Method, _ path: [String], body: any Encodable & Sendable, nowSeconds: Int64
    ) async throws(CredentialFailure) {
        _ = try await perform(method, path, query: nil, body: body, nowSeconds: nowSeconds)
    }

    private func perform(
        _ method: HTTPCall.Method, _ path: [String], query: String?, body: (any Encodable & Sendable)?,
        nowSeconds: Int64
    ) async throws(CredentialFailure) -> HTTPAnswer {
        let token = try await currentToken(nowSeconds)
        do {
            return try await send(method, path, query: query, body: body, token: token)
        } catch .status(_, 403) where isLogin && self.token?.text == token {
            // Revoked before its time, perhaps: one new login tells.
            self.token = nil
            return try await send(method, path, query: query, body: body, token: try await currentToken(nowSeconds))
        } catch { throw error }
    }

    private var isLogin: Bool {
        if case .tokenFile = configuration.authentication { false } else { true }
    }

    private func currentToken(_ nowSeconds: Int64) async throws(CredentialFailure) -> SecretText {
        if case .tokenFile(let path) = configuration.authentication { return SecretText(try Self.read(path)) }
        if let token, let renewAt = token.renewAtSeconds, nowSeconds < renewAt { return token.text }
        // One login or renewal for all who wait.
        let running = login ?? Task { await self.renewOrLogIn(nowSeconds) }
        login = running
        let outcome = await running.value
        if login == running { login = nil }
        try outcome.get()
        guard let token else { throw .misconfigured("Vault's login gave no token") }
        return token.text
    }

    private func renewOrLogIn(_ nowSeconds: Int64) async -> Result<Void, CredentialFailure> {
        if let held = token, let expiresAt = held.expiresAtSeconds, nowSeconds < expiresAt,
            let renewed = try? await renewSelf(held, nowSeconds)
        {
            token = renewed
            return .success(())
        }
        do throws(CredentialFailure) {
            token = Self.token(try await logIn().auth, nowSeconds)
            issue += 1
            return .success(())
        } catch {
            return .failure(error)
        }
    }

    /// - Returns: nil when little would be won: the token nears the end of the longest time it may have.
    private func renewSelf(_ held: Token, _ nowSeconds: Int64) async throws(CredentialFailure) -> Token? {
        let path = ["auth", "token", "renew-self"]
        let answer = try await send(.post, path, body: [String: String](), token: held.text)
        let renewed = Self.token(try Self.decode(VaultLogin.self, answer.body, place(.post, path)).auth, nowSeconds)
        guard let before = held.expiresAtSeconds, let after = renewed.expiresAtSeconds,
            after - before >= (before - nowSeconds) / 2
        else { return nil }
        return renewed
    }

    private static func token(_ auth: VaultLogin.Auth, _ nowSeconds: Int64) -> Token {
        Token(
            text: SecretText(auth.clientToken), renewAtSeconds: nowSeconds + auth.leaseDuration * 2 / 3,
            expiresAtSeconds: nowSeconds + auth.leaseDuration)
    }

    private struct KubernetesLogin: Encodable {
        var role: String
        var jwt: String
    }

    private struct AppRoleLogin: Encodable {
        var roleId: String
        var secretId: String
    }

    private func logIn() async throws(CredentialFailure) -> VaultLogin {
        let path: [String]
        let body: any Encodable & Sendable
        switch configuration.authentication {
        case .tokenFile: throw .misconfigured("a token file needs no login")
        case .kubernetes(let role, let tokenFile, let mount):
            path = ["auth", mount, "login"]
            body = KubernetesLogin(role: role, jwt: try Self.read(tokenFile))
        case .appRole(let roleID, let secretIDFile, let mount):
            path = ["auth", mount, "login"]
            body = AppRoleLogin(roleId: roleID, secretId: try Self.read(secretIDFile))
        }
        let answer = try await send(.post, path, body: body, token: nil)
        return try Self.decode(VaultLogin.self, answer.body, place(.post, path))
    }

    private func send(
        _ method: HTTPCall.Method, _ path: [String], query: String? = nil, body: (any Encodable & Sendable)?,
        token: SecretText?
    ) async throws(CredentialFailure) -> HTTPAnswer {
        let place = place(method, path)
        var headers = [(name: "x-vault-request", value: "true")]
        if let token { headers.append(("x-vault-token", token.value)) }
        if let namespace = configuration.namespace { headers.append(("x-vault-namespace", namespace)) }
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var bytes: [UInt8]?
        if let body {
            guard let data = try? encoder.encode(body) else { throw .misconfigured("\(place): not JSON") }
            bytes = Array(data)
            headers.append(("content-type", "application/json"))
        }
        let target: HTTPAddress
        do {
            target = try address.appending(
                "/v1/\(path.map { PercentEncoding.encode($0, keepsSlash: true) }.joined(separator: "/"))"
                    + (query.map { "?\($0)" } ?? ""))
        } catch { throw .misconfigured("\(place): the path \(error)") }
        let answer: HTTPAnswer
        do {
            answer = try await client.send(
                HTTPCall(
                    method, target, headers: headers, body: bytes, answerBytesLimit: Self.answerBytesLimit,
                    timeoutMilliseconds: configuration.timeoutMilliseconds))
        } catch { throw .unreachable(place, error.description) }
        guard (200..<300).contains(answer.status) else { throw .status(place, answer.status) }
        return answer
    }

    private func place(_ method: HTTPCall.Method, _ path: [String]) -> String {
        "\(method.rawValue) \(address.origin)/v1/\(path.joined(separator: "/"))"
    }

    private static func decode<Value: Decodable>(
        _ type: Value.Type, _ body: [UInt8], _ place: String
    ) throws(CredentialFailure) -> Value {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        guard let value = try? decoder.decode(type, from: Data(body)) else {
            throw .malformed(place, "its answer is not of the documented form")
        }
        return value
    }

    private static func read(_ path: String) throws(CredentialFailure) -> String {
        do { return try SmallFile.secret(path) } catch { throw .misconfigured(error.description) }
    }
}
