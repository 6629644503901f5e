import AuditLog
import Foundation
import Glibc
import SSHKeys
import TestSupport

/// A host, a sidecar before it as people run one, and clients that know of it what `chaperone ssh-config` says.
final class LaneScene: @unchecked Sendable {
    let folder: URL
    private(set) var server: OpenSSHServer
    private let sidecar: ChildProcess
    private static let timeoutSeconds = 60.0

    /// - Parameters:
    ///   - rules: entries of the policy's `rules`; `PLACE` stands for the folder.
    ///   - target: more of the target.
    ///   - pinned: the host key that the policy pins; nil: the host's.
    ///   - hub: that has the key and the policy; nil: both are in files.
    ///   - authorized: the public half of the hub's key.
    init(
        rules: [String], target: [String] = [], pinned: String? = nil, hub: HubProcess? = nil, authorized: String? = nil
    ) throws {
        folder = FileManager.default.temporaryDirectory.appending(
            path: "lane-\(UUID().uuidString)", directoryHint: .isDirectory)
        let place = folder.path()
        for name in ["credentials", "srv/exports", "srv/ehr", "in"] {
            try FileManager.default.createDirectory(
                at: folder.appending(path: name, directoryHint: .isDirectory), withIntermediateDirectories: true)
        }
        try Command("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", place + "credentials/ward-key"]).check()
        let own = try String(contentsOfFile: place + "credentials/ward-key.pub", encoding: .utf8)
        server = try OpenSSHServer(authorized: [(authorized ?? own).trimmingCharacters(in: .whitespacesAndNewlines)])
        let lines =
            [
                "apiVersion: chaperone/v1", "targets:", "  ward-7:", "    service: ssh",
                "    upstream: 127.0.0.1:\(server.port)", "    user: \(server.user)",
                "    host_keys: ['\(try pinned ?? server.hostKey.line)']", "    credential: ward-key",
            ] + target.map { "    \($0)" } + ["rules:"] + rules.map { "  - { \($0) }" } + [
                "default: deny", "roles:", "  analyst: { match: { groups: [analysts] }, targets: [ward-7] }",
            ]
        let text = lines.map { $0.replacing("PLACE", with: place.dropLast()) + "\n" }.joined()
        try Data(text.utf8).write(to: folder.appending(path: "policy.yaml"))
        let source = try hub.map { try Self.source($0, place) } ?? Self.files(place)
        sidecar = try ChildProcess(
            Repository.chaperone.path(),
            ["run", "--state", place + "state", "--ready-file", place + "ready", "--grace", "0"] + source,
            errors: place + "sidecar.log")
        let deadline = Date(timeIntervalSinceNow: Self.timeoutSeconds)
        while !FileManager.default.fileExists(atPath: place + "ready") {
            guard sidecar.status() == nil, Date() < deadline else { throw TestFailure("no sidecar: \(sidecarLog)") }
            usleep(20_000)
        }
        let config = try Command(Repository.chaperone.path(), ["ssh-config", "--state", place + "state"]).check()
        try Data(config.utf8).write(to: folder.appending(path: "config"))
    }

    /// Policy and key in files.
    private static func files(_ place: String) throws -> [String] {
        let hub = Repository.hub.path()
        try Command(hub, ["policy", "keygen", "--out", place + "keys"]).check()
        try Command(
            hub,
            ["policy", "compile", place + "policy.yaml", "--key", place + "keys/policy.key", "--out", place + "bundle"]
        ).check()
        return [
            "--bundle", place + "bundle", "--trust-key", place + "keys/policy.pub", "--principal", "tester", "--group",
            "analysts", "--credentials", place + "credentials",
        ]
    }

    private static func source(_ hub: HubProcess, _ place: String) throws -> [String] {
        try hub.check(["policy", "push", place + "policy.yaml"])
        let token = try hub.check(["enrol-token", "create", "--principal", "tester", "--group", "analysts"])
        try Data("\(token)\n".utf8).write(to: URL(filePath: place + "token"))
        return ["--hub", hub.url, "--hub-ca", hub.authority, "--enrol-token-file", place + "token"]
    }

    deinit {
        sidecar.signal(SIGKILL)
        _ = sidecar.wait(timeoutSeconds: 10)
        try? FileManager.default.removeItem(at: folder)
    }

    var place: String { folder.path() }
    var sidecarLog: String { (try? String(contentsOfFile: place + "sidecar.log", encoding: .utf8)) ?? "" }

    func write(_ name: String, _ text: String) throws { try Data(text.utf8).write(to: folder.appending(path: name)) }

    func signalSidecar(_ signal: Int32) { sidecar.signal(signal) }
    func waitForSidecar() -> Int32? { sidecar.wait(timeoutSeconds: 30) }

    /// `ssh ward-7 COMMAND`.
    func ssh(
        _ command: [String], flags: [String] = [], input: String = "", timeoutSeconds: Double = 60,
        environment: [String: String] = [:]
    ) async throws -> Command.Outcome {
        let words = ["-F", place + "config"] + flags + ["ward-7"] + command
        return try await OffPool.run {
            try Command("ssh", words, environment: environment, input: input, timeoutSeconds: timeoutSeconds).run()
        }
    }

    /// A program that uses ssh. `config` is the client's configuration.
    func run(_ program: String, _ arguments: [String], timeoutSeconds: Double = 120) async throws -> Command.Outcome {
        let command = "ssh -F \(place)config"
        return try await OffPool.run {
            try Command(
                program, arguments, environment: ["GIT_SSH_COMMAND": command, "RSYNC_RSH": command],
                timeoutSeconds: timeoutSeconds
            ).run()
        }
    }

    /// The records of its log.
    func records() throws -> [AuditRecord] {
        let folder = place + "state/audit/"
        let files = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".jsonl") }
            .sorted()
        return try files.flatMap { file in
            try Data(contentsOf: URL(filePath: folder + file)).split(separator: UInt8(ascii: "\n")).map {
                try AuditRecord(parsing: Array($0)[...])
            }
        }
    }

    /// Of one type, with a text.
    func records(_ type: String, text: String? = nil) throws -> [AuditRecord] {
        try records().filter { $0.type == type && (text == nil || $0.string("text") == text) }
    }
}
