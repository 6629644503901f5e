import AuditLog
import Foundation
import Glibc
import SSHKeys
import TestSupport

/// A host, a sidecar before it as people run one, and clients that know of it what `chaperone ssh-config` says.
final class LaneScene: @unchecked Sendable {
    let folder: URL
    /// The host, if it is OpenSSH's.
    let server: OpenSSHServer
    private let dropbear: DropbearServer?
    private let policyHead: [String]
    private let sidecar: ChildProcess
    private static let timeoutSeconds = 60.0

    enum Host { case openSSH, dropbear }

    /// - Parameters:
    ///   - rules: entries of the policy's `rules`; `PLACE` stands for the folder.
    ///   - target: more of the target.
    ///   - pinned: the host key that the policy pins; nil: the host's.
    ///   - hub: that has the key and the policy; nil: both are in files.
    ///   - authorized: the public half of the hub's key.
    ///   - host: what the host runs.
    ///   - more: lines of the policy beside its targets and rules.
    ///   - hostSettings: lines of sshd's configuration; `PLACE` stands for the folder.
    ///   - account: see `OpenSSHServer`.
    ///   - state: the sidecar's state folder, in the folder.
    init(
        rules: [String], target: [String] = [], pinned: String? = nil, hub: HubProcess? = nil,
        authorized: String? = nil,
        host: Host = .openSSH, more: [String] = [], hostSettings: [String] = [],
        account: String? = nil, state: String = "state"
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
        let line = (authorized ?? own).trimmingCharacters(in: .whitespacesAndNewlines)
        server = try OpenSSHServer(
            authorized: [line], settings: hostSettings.map { $0.replacing("PLACE", with: place.dropLast()) },
            account: account)
        dropbear = try host == .dropbear ? DropbearServer(authorized: line) : nil
        let (port, hostKey) = try dropbear.map { ($0.port, $0.hostKey) } ?? (server.port, try server.hostKey)
        let head =
            [
                "apiVersion: chaperone/v1", "targets:", "  ward-7:", "    service: ssh",
                "    upstream: 127.0.0.1:\(port)", "    user: \(server.user)",
                "    host_keys: ['\(pinned ?? hostKey.line)']", "    credential: ward-key",
            ] + target.map { "    \($0)" } + more
        policyHead = head
        try Self.policy(head, rules, place).write(toFile: place + "policy.yaml", atomically: true, encoding: .utf8)
        let source = try hub.map { try Self.source($0, place) } ?? Self.files(place)
        try FileManager.default.createDirectory(
            at: folder.appending(path: state).deletingLastPathComponent(), withIntermediateDirectories: true)
        sidecar = try ChildProcess(
            Repository.chaperone.path(),
            ["run", "--state", place + state, "--ready-file", place + "ready", "--grace", "0"] + source,
            errors: place + "sidecar.log")
        let deadline = Date(timeIntervalSinceNow: Self.timeoutSeconds)
        while !FileManager.default.fileExists(atPath: place + "ready") {
            guard sidecar.status() == nil, Date() < deadline else { throw TestFailure("no sidecar: \(sidecarLog)") }
            usleep(20_000)
        }
        let config = try Command(Repository.chaperone.path(), ["ssh-config", "--state", place + state]).check()
        try Data(config.utf8).write(to: folder.appending(path: "config"))
    }

    private static func policy(
        _ head: [String], _ rules: [String], _ place: String, group: String = "analysts"
    ) -> String {
        let lines =
            head + ["rules:"] + rules.map { "  - { \($0) }" } + [
                "default: deny", "roles:", "  analyst: { match: { groups: [\(group)] }, targets: [ward-7] }",
            ]
        return lines.map { $0.replacing("PLACE", with: place.dropLast()) + "\n" }.joined()
    }

    /// The same target with other rules, pushed to the hub.
    /// - Parameter group: whose role it is.
    func push(_ rules: [String], to hub: HubProcess, group: String = "analysts") throws {
        try Self.policy(policyHead, rules, place, group: group).write(
            toFile: place + "policy.yaml", atomically: true, encoding: .utf8)
        try hub.check(["policy", "push", place + "policy.yaml"])
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

    /// What the admin endpoint shows.
    func metrics() async throws -> String {
        let address = try adminAddress
        return try await OffPool.run { try Command("curl", ["-s", "http://\(address)/metrics"]).check() }
    }

    var adminAddress: String {
        get throws {
            let beginning = "\"admin endpoint listens\",\"address\":\""
            guard let start = sidecarLog.range(of: beginning)?.upperBound else {
                throw TestFailure("no admin endpoint: \(sidecarLog)")
            }
            return String(sidecarLog[start...].prefix { $0 != "\"" })
        }
    }

    var sidecarNumber: Int32 { sidecar.number }

    /// Where clients connect, and the lane's key.
    var lane: (port: String, key: SSHPublicKey) {
        get throws {
            let config = try String(contentsOfFile: place + "config", encoding: .utf8)
            func value(_ name: String) -> String? {
                config.split(separator: "\n").map { $0.split(separator: " ") }.first { $0.first == name[...] }?
                    .dropFirst().joined(separator: " ")
            }
            guard let port = value("Port"), let file = value("UserKnownHostsFile"),
                let line = try String(contentsOfFile: file.filter { $0 != "\"" }, encoding: .utf8)
                    .split(separator: "\n").first,
                let key = SSHPublicKey(line: line.split(separator: " ").dropFirst().joined(separator: " "))
            else { throw TestFailure("the configuration names no port and key: \(config)") }
            return (port, key)
        }
    }

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
    /// - Parameter isTorn: it was killed: a last line may be a part of one, which is no record.
    func records(isTorn: Bool = false) throws -> [AuditRecord] {
        let folder = place + "state/audit/"
        let files = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".jsonl") }
            .sorted()
        return try files.flatMap { file in
            let data = try Data(contentsOf: URL(filePath: folder + file))
            let lines = data.split(separator: UInt8(ascii: "\n"))
            let whole = isTorn && data.last != UInt8(ascii: "\n") ? lines.dropLast() : lines[...]
            return try whole.map { try AuditRecord(parsing: Array($0)[...]) }
        }
    }

    /// Of one type, with a text.
    func records(_ type: String, text: String? = nil) throws -> [AuditRecord] {
        try records().filter { $0.type == type && (text == nil || $0.string("text") == text) }
    }
}
