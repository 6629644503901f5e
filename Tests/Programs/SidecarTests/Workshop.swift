import Foundation
import Policy
import PolicyBundle
import SignedNote
import TestSupport

/// A folder with all that a sidecar is started with: signed bundle, trust key, credentials. Gone with the object.
final class Workshop {
    let folder: URL
    private let key: SigningKey

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "sidecar-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: folder.appending(path: "credentials"), withIntermediateDirectories: true)
        var generator = SystemRandomNumberGenerator()
        key = try SigningKey.generate(name: BundleFile.keyName, using: &generator)
        try write("policy.pub", "\(key.verifierKey)\n")
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func path(_ name: String) -> String { folder.appending(path: name).path() }

    func write(_ name: String, _ text: String, mode: Int = 0o600) throws {
        try Data(text.utf8).write(to: folder.appending(path: name))
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path(name))
    }

    func read(_ name: String) throws -> String {
        String(decoding: try Data(contentsOf: folder.appending(path: name)), as: UTF8.self)
    }

    /// Signs the targets, with a rule that allows reading, and a role of every target for the group `analysts`.
    func seal(_ targets: [Target], limits: RoleLimits? = nil, as name: String = "policy.bundle") throws {
        var reads = Rule.Condition()
        reads.statements = [.select]
        let bundle = Policy.Bundle(
            number: 7, issuedAtSeconds: 1_700_000_000, targets: targets,
            rules: [Rule(name: "reads", when: reads, action: .allow)], defaultAction: .deny,
            roles: [Role(name: "analyst", groups: ["analysts"], targets: targets.map(\.name), limits: limits)])
        try Data(BundleFile.seal(bundle, key: key)).write(to: folder.appending(path: name))
    }

    /// The arguments of `chaperone run`, for the group `analysts`.
    func arguments(_ more: [String] = [], group: String = "analysts") -> [String] {
        [
            "run", "--bundle", path("policy.bundle"), "--trust-key", path("policy.pub"), "--principal", "tester",
            "--group", group, "--credentials", path("credentials"), "--state", path("state"), "--log-format", "json",
        ] + more
    }

    /// Runs `chaperone` to its end.
    func run(_ arguments: [String]) throws -> Command.Outcome {
        try Command(Repository.chaperone.path(), arguments, timeoutSeconds: 60).run()
    }

    /// A target whose listener takes any free port.
    static func target(
        _ name: String = "ehr", upstream port: UInt16 = 1, listen: Target.Address = .init(host: "127.0.0.1", port: 0),
        credential: String = "agent", phi: [ProtectedColumn] = []
    ) -> Target {
        Target(
            name: name, service: .postgres(PostgresTerms(database: "postgres", tls: .disable, phi: phi)),
            upstream: .init(host: "127.0.0.1", port: port), listen: listen, credential: credential)
    }
}
