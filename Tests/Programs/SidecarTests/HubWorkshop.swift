import Foundation
import TestSupport

/// A real hub with a policy, and a sidecar's folder with a token for it. Gone with the object.
final class HubWorkshop {
    let hub: HubProcess
    let folder: URL

    convenience init(_ targets: [String] = ["ehr"]) throws { try self.init { Self.policy(targets) } }

    /// - Parameter configuration: of the hub, YAML.
    init(configuration: String? = nil, _ policy: () -> String) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "hub-mode-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        if let configuration { try Data(configuration.utf8).write(to: folder.appending(path: "hub.yaml")) }
        hub = try HubProcess(
            arguments: configuration == nil ? [] : ["--config", folder.appending(path: "hub.yaml").path()])
        try push(policy())
        let token = try hub.check(["enrol-token", "create", "--principal", "bot", "--group", "analysts"])
        try Data("\(token)\n".utf8).write(to: file("token"))
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func file(_ name: String) -> URL { folder.appending(path: name) }

    func push(_ targets: [String]) throws { try push(Self.policy(targets)) }

    func push(_ policy: String) throws {
        try Data(policy.utf8).write(to: file("policy.yaml"))
        try hub.check(["policy", "push", file("policy.yaml").path()])
    }

    /// A policy with these targets, whose server nobody is.
    static func policy(_ targets: [String]) -> String {
        var text = "apiVersion: chaperone/v1\ntargets:\n"
        for target in targets {
            text += "  \(target): { protocol: postgres, upstream: '127.0.0.1:1', listen: '127.0.0.1:0', tls: disable, "
            text += "credential: agent }\n"
        }
        text += "rules:\n  - { name: reads, when: { statement: [select] }, action: allow }\nroles:\n"
        text += "  analyst: { match: { groups: analysts }, targets: [\(targets.joined(separator: ", "))] }\n"
        return text
    }

    func arguments(_ more: [String] = [], hub address: String? = nil, authority: String? = nil) -> [String] {
        [
            "run", "--hub", address ?? hub.url, "--hub-ca", authority ?? hub.authority, "--enrol-token-file",
            file("token").path(), "--state", file("state").path(), "--log-format", "json", "--grace", "0",
        ] + more
    }

    func start(hub address: String? = nil) throws -> RunningSidecar {
        try RunningSidecar(in: folder, arguments(hub: address))
    }

    /// Runs `chaperone` to its end.
    func run(_ arguments: [String]) throws -> Command.Outcome {
        try Command(Repository.chaperone.path(), arguments, timeoutSeconds: 60).run()
    }

    static func status(_ sidecar: RunningSidecar) throws -> [String: Any] {
        let body = try RawHTTP.ask(try sidecar.adminPort, "/status").body
        return try JSONSerialization.jsonObject(with: Data(body.utf8)) as? [String: Any] ?? [:]
    }

    static func hub(_ sidecar: RunningSidecar) throws -> [String: Any] {
        try status(sidecar)["hub"] as? [String: Any] ?? [:]
    }

    static func targets(_ sidecar: RunningSidecar) throws -> [String] {
        (try status(sidecar)["lanes"] as? [[String: Any]] ?? []).compactMap { $0["target"] as? String }.sorted()
    }
}
