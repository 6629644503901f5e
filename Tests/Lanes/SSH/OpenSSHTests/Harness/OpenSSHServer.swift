import Foundation
import Glibc
import SSHKeys
import TestSupport

/// OpenSSH's sshd with keys and a configuration of its own, on a free port. It ends with the test that holds it.
final class OpenSSHServer: @unchecked Sendable {
    let port: Int
    let folder: URL
    /// The account that it lets in.
    let user: String
    private let child: ChildProcess

    /// - Parameters:
    ///   - authorized: lines of authorized_keys.
    ///   - hostKeyType: as `ssh-keygen -t` has it.
    ///   - certifiedFor: the host that its certificate names, of an authority of its own.
    ///   - settings: more lines of its configuration.
    ///   - account: who is let in, instead of who runs the tests, where that is root: an account that the machine has not, but its
    ///     sshd does.
    init(
        authorized: [String], hostKeyType: String = "ed25519", certifiedFor: String? = nil, settings: [String] = [],
        account: String? = nil
    ) throws {
        let guest = getuid() == 0 ? account : nil
        user = guest ?? NSUserName()
        folder = FileManager.default.temporaryDirectory.appending(
            path: "sshd-\(UUID().uuidString)", directoryHint: .isDirectory)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let place = folder.path()
        try Command("ssh-keygen", ["-q", "-t", hostKeyType, "-N", "", "-f", place + "host"]).check()
        if let certifiedFor {
            try Command("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", place + "ca"]).check()
            let options = ["-q", "-s", place + "ca", "-I", "host", "-h", "-n", certifiedFor, "-V", "-5m:+5m"]
            try Command("ssh-keygen", options + [place + "host.pub"]).check()
        }
        try Data(authorized.map { $0 + "\n" }.joined().utf8).write(to: folder.appending(path: "authorized"))
        if getuid() == 0 {
            // Of its own rights, it wants a folder that nobody else can write to.
            try FileManager.default.createDirectory(
                atPath: "/run/sshd", withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
        }
        port = Int(try LoopbackSocket().port)
        let lines =
            [
                "Port \(port)", "ListenAddress 127.0.0.1", "HostKey \(place)host", "PidFile none", "UsePAM no",
                "StrictModes no", "AuthorizedKeysFile \(place)authorized", "PasswordAuthentication no",
                "KbdInteractiveAuthentication no", "PermitRootLogin yes", "LogLevel VERBOSE", "AcceptEnv LANG LC_*",
                "Subsystem sftp internal-sftp", "MaxStartups 100", "PrintMotd no",
            ] + settings + (certifiedFor == nil ? [] : ["HostCertificate \(place)host-cert.pub"])
        try Data(lines.map { $0 + "\n" }.joined().utf8).write(to: folder.appending(path: "config"))
        let log = folder.appending(path: "log").path()
        if let guest {
            try Self.addAccount(guest, place)
            let script =
                "mount --bind \"$1passwd\" /etc/passwd && mount --bind \"$1shadow\" /etc/shadow"
                + " && exec /usr/sbin/sshd -D -e -f \"$1config\""
            child = try ChildProcess(
                "/usr/bin/unshare", ["--mount", "sh", "-c", script, "sh", place], output: log, errors: log)
        } else {
            child = try ChildProcess("/usr/sbin/sshd", ["-D", "-e", "-f", place + "config"], output: log, errors: log)
        }
        let deadline = Date(timeIntervalSinceNow: 60)
        while !self.log.contains("Server listening on") {
            guard child.status() == nil, Date() < deadline else {
                child.signal(SIGKILL)
                throw TestFailure("sshd did not start: \(self.log)")
            }
            usleep(20_000)
        }
    }

    private static func addAccount(_ name: String, _ place: String) throws {
        for (file, line) in [("passwd", "\(name):x:64231:64231::/:/bin/sh\n"), ("shadow", "\(name):*:19000::::::\n")] {
            let known = try String(contentsOfFile: "/etc/\(file)", encoding: .utf8)
            try Data((known + line).utf8).write(to: URL(filePath: place + file))
        }
    }

    deinit {
        child.signal(SIGTERM)
        _ = child.wait(timeoutSeconds: 10)
        try? FileManager.default.removeItem(at: folder)
    }

    var log: String { (try? String(contentsOf: folder.appending(path: "log"), encoding: .utf8)) ?? "" }

    var hostKey: SSHPublicKey { get throws { try key("host.pub") } }

    var authority: SSHPublicKey { get throws { try key("ca.pub") } }

    private func key(_ file: String) throws -> SSHPublicKey {
        let line = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
        guard let key = SSHPublicKey(line: line.trimmingCharacters(in: .whitespacesAndNewlines)) else {
            throw TestFailure("\(file) is no public key: \(line)")
        }
        return key
    }
}
