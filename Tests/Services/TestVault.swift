package import Foundation
import TestSupport
package import Vault

/// An OpenBao of the test's own, in memory, unsealed.
package final class TestVault: Sendable {
    private static let rootToken = "root"

    private let process: ServiceProcess

    package init() async throws {
        process = try await OffPool.run {
            let process = try ServiceProcess("bao", environment: ["HOME": "/nonexistent"]) { port, _ in
                [
                    "server", "-dev", "-dev-root-token-id=\(Self.rootToken)", "-dev-no-store-token",
                    "-dev-listen-address=127.0.0.1:\(port)",
                ]
            }
            // It listens before it is unsealed and has mounted its engines.
            let deadline = Date(timeIntervalSinceNow: 60)
            let question = ["-s", "-f", "-H", "X-Vault-Token: \(Self.rootToken)", "\(process.url)/v1/secret/config"]
            while try !Command("curl", question).run().succeeded {
                guard Date() < deadline else { throw TestFailure("bao does not become ready") }
                usleep(100_000)
            }
            return process
        }
    }

    package var url: String { process.url }
    package var folder: URL { process.folder }

    /// Asks it as root, without the code under test.
    @discardableResult
    package func root(_ method: String, _ path: String, _ body: String? = nil) async throws -> [String: Any] {
        let url = "\(process.url)/v1/\(path)"
        let output = try await OffPool.run {
            try Command(
                "curl",
                ["-sS", "--fail-with-body", "-X", method, "-H", "X-Vault-Token: \(Self.rootToken)", url]
                    + (body.map { ["-d", $0] } ?? [])
            ).check()
        }
        return try JSONSerialization.jsonObject(with: Data(output.isEmpty ? "{}".utf8 : output.utf8)) as? [String: Any]
            ?? [:]
    }

    /// A file with a token that may do what the policy says.
    /// - Parameter policy: in OpenBao's language.
    package func tokenFile(policy: String) async throws -> String {
        try await writePolicy("test", policy)
        let answer = try await root("POST", "auth/token/create", #"{"policies": ["test"]}"#)
        guard let token = (answer["auth"] as? [String: Any])?["client_token"] as? String else {
            throw TestFailure("bao gave no token")
        }
        return try write(token + "\n", to: "token")
    }

    package func write(_ text: String, to name: String) throws -> String {
        let file = folder.appending(path: name)
        try Data(text.utf8).write(to: file)
        return file.path()
    }

    package func writePolicy(_ name: String, _ policy: String) async throws {
        let body = try JSONSerialization.data(withJSONObject: ["policy": policy])
        try await root("POST", "sys/policies/acl/\(name)", String(decoding: body, as: UTF8.self))
    }

    package func configuration(_ authentication: VaultAuthentication) -> VaultConfiguration {
        VaultConfiguration(address: url, authentication: authentication, timeoutMilliseconds: 60_000)
    }
}
