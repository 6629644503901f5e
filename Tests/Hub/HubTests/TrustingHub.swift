import Foundation
import TestServices
import TestSupport

/// A hub that trusts a provider of the test's own for all three purposes, as Kubernetes is trusted for sidecars.
struct TrustingHub {
    let provider: TestProvider
    let hub: HubProcess

    init() throws {
        provider = try TestProvider()
        let folder = FileManager.default.temporaryDirectory.appending(path: "identity-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let file = folder.appending(path: "hub.yaml")
        try """
        issuers:
          - issuer: \(provider.issuer)
            for: sidecars
            audiences: [chaperone-sidecars]
            service_accounts: { 'team/bot': [analysts], 'team/*': [everybody] }
          - { issuer: '\(provider.issuer)', for: clients, audiences: [chaperone-clients] }
          - { issuer: '\(provider.issuer)', for: people, audiences: [chaperone-people] }
        administrators: [hub-admins, Keepers]
        """.write(to: file, atomically: true, encoding: .utf8)
        hub = try HubProcess(folder: folder, arguments: ["--config", file.path()])
    }

    /// A good one, with changes.
    func token(
        _ audience: String, _ changes: [String: Any] = [:], algorithm: String = "ES256",
        header: [String: Any] = [:], by key: TestKey? = nil
    ) throws -> String {
        let now = Int64(Date().timeIntervalSince1970)
        let claims: [String: Any] = ["aud": audience, "iat": now - 10, "exp": now + 300]
        return try provider.token(
            claims.merging(changes) { $1 }, algorithm: algorithm, header: header, by: key)
    }

    /// As a projected service-account token of Kubernetes is shaped.
    func podToken(_ changes: [String: Any] = [:]) throws -> String {
        let pod: [String: Any] = [
            "sub": "system:serviceaccount:team:bot", "aud": ["chaperone-sidecars"], "groups": NSNull(),
            "kubernetes.io": [
                "namespace": "team", "pod": ["name": "bot-0", "uid": "2"],
                "serviceaccount": ["name": "bot", "uid": "1"],
            ],
            "jti": "0f6b", "nbf": Int64(Date().timeIntervalSince1970) - 10,
        ]
        return try token("chaperone-sidecars", pod.merging(changes) { $1 })
    }

    func enrol(_ token: String, _ keys: SidecarClient.Keys = .init()) async throws -> SidecarClient {
        try await SidecarClient.enrol(hub, SidecarClient.request(keys, oidcToken: token), keys)
    }

    func person(_ groups: [String], _ subject: String) throws -> String {
        try token("chaperone-people", ["sub": subject, "groups": groups])
    }

    /// A command of the hub's program with another token.
    func command(_ arguments: [String], token: String) throws -> Command.Outcome {
        let file = hub.folder.appending(path: "token-\(UUID().uuidString)")
        try token.write(to: file, atomically: true, encoding: .utf8)
        return try hub.command(arguments + ["--token-file", file.path()])
    }
}
