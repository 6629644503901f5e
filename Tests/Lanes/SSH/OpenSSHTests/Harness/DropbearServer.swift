import Foundation
import Glibc
import SSHKeys
import TestSupport

/// Dropbear's server with a key of its own, on a free port. In a mount namespace of its own a folder of the test's lies at the
/// account's home, since it reads authorized_keys nowhere else.
final class DropbearServer: @unchecked Sendable {
    let port: Int
    let hostKey: SSHPublicKey
    private let folder: URL
    private let child: ChildProcess

    init(authorized: String) throws {
        folder = FileManager.default.temporaryDirectory.appending(
            path: "dropbear-\(UUID().uuidString)", directoryHint: .isDirectory)
        let place = folder.path()
        try FileManager.default.createDirectory(
            at: folder.appending(path: "home/.ssh", directoryHint: .isDirectory), withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        try Data("\(authorized)\n".utf8).write(to: folder.appending(path: "home/.ssh/authorized_keys"))
        let made = try Command("dropbearkey", ["-t", "ed25519", "-f", place + "host"]).check()
        guard let line = made.split(separator: "\n").first(where: { $0.hasPrefix("ssh-ed25519 ") }),
            let key = SSHPublicKey(line: String(line))
        else { throw TestFailure("dropbearkey shows no key: \(made)") }
        hostKey = key
        port = Int(try LoopbackSocket().port)
        let log = place + "log"
        let script =
            "mount --bind \"$1\" \"$2\" && chmod 700 \"$2\" \"$2/.ssh\" && chmod 600 \"$2/.ssh/authorized_keys\""
            + " && exec dropbear -F -E -s -r \"$3\" -p 127.0.0.1:\(port)"
        // Whoever is not root mounts as the root of a namespace, and stays itself.
        let namespace = getuid() == 0 ? ["--mount"] : ["--mount", "--user", "--map-current-user", "--keep-caps"]
        child = try ChildProcess(
            "/usr/bin/unshare",
            namespace + ["sh", "-c", script, "sh", place + "home", NSHomeDirectory(), place + "host"], output: log,
            errors: log)
        let deadline = Date(timeIntervalSinceNow: 60)
        while !((try? String(contentsOfFile: log, encoding: .utf8)) ?? "").contains("Not backgrounding") {
            guard child.status() == nil, Date() < deadline else {
                child.signal(SIGKILL)
                throw TestFailure(
                    "dropbear did not start: \((try? String(contentsOfFile: log, encoding: .utf8)) ?? "")")
            }
            usleep(20_000)
        }
    }

    deinit {
        child.signal(SIGKILL)
        _ = child.wait(timeoutSeconds: 10)
        try? FileManager.default.removeItem(at: folder)
    }
}
