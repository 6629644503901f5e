import Foundation
import SSHKeys
import TestSupport

/// OpenSSH's client, away from anybody's own configuration.
struct OpenSSHClient {
    let folder: URL
    let port: Int

    /// - Parameter hostKeys: the only keys that it trusts.
    init(port: Int, hostKeys: [SSHPrivateKey]) throws {
        self.port = port
        folder = FileManager.default.temporaryDirectory.appending(
            path: "ssh-client-\(UUID().uuidString)", directoryHint: .isDirectory)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let lines = hostKeys.map { "lane \($0.publicKey.line)\n" }.joined()
        try Data(lines.utf8).write(to: folder.appending(path: "known_hosts"))
    }

    func remove() { try? FileManager.default.removeItem(at: folder) }

    func arguments(_ options: [String]) -> [String] {
        var all = [
            "-F", "none", "-o", "UserKnownHostsFile=\(folder.path())known_hosts",
            "-o", "GlobalKnownHostsFile=/dev/null", "-o", "HostKeyAlias=lane", "-o", "StrictHostKeyChecking=yes",
            "-o", "IdentityAgent=none", "-o", "IdentitiesOnly=yes", "-o", "IdentityFile=none",
            "-o", "LogLevel=VERBOSE", "-o", "ConnectTimeout=20",
        ]
        for option in options { all += ["-o", option] }
        return all
    }

    func run(
        _ command: [String], options: [String] = [], flags: [String] = [], input: String = "",
        timeoutSeconds: Double = 60, environment: [String: String] = [:]
    ) async throws -> Command.Outcome {
        let words = arguments(options) + ["-p", "\(port)"] + flags + ["someone@127.0.0.1"] + command
        return try await OffPool.run {
            try Command("ssh", words, environment: environment, input: input, timeoutSeconds: timeoutSeconds).run()
        }
    }
}
