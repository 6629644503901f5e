import Foundation
import Glibc
import Policy
import TestSupport

/// A PostgreSQL of the test's own with a table `patients`, whose `ssn` the target of ``target`` protects.
final class PrivateServer {
    static let user = "agent"
    static let password = "open sesame"
    /// The major version of a server, which dev/install has brought, for a test that names none.
    static let version = 15

    private let programs: String
    let port: UInt16
    private let folder: URL

    init(version: Int = PrivateServer.version) throws {
        programs = try Repository.programs(ofServer: version)
        folder = FileManager.default.temporaryDirectory.appending(path: "postgres-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        port = try LoopbackSocket().port
        try Data(Self.password.utf8).write(to: folder.appending(path: "password"))
        if geteuid() == 0 { try Command("chown", ["-R", "postgres", folder.path()]).check() }
        let data = folder.appending(path: "data").path()
        try command(
            "initdb",
            [
                "-D", data, "-U", Self.user, "-A", "scram-sha-256", "--no-sync", "--pwfile",
                folder.appending(path: "password").path(),
            ]
        ).check()
        try command(
            "pg_ctl",
            [
                "-w", "-D", data, "-l", folder.appending(path: "log").path(), "-o",
                "-p \(port) -k '' -c listen_addresses=127.0.0.1 -c fsync=off", "start",
            ]
        ).check()
        let connection = try PostgresConnection(PostgresAddress(url))
        for text in [
            "CREATE TABLE patients (id int PRIMARY KEY, ssn text)", "INSERT INTO patients VALUES (1, '219-09-9999')",
        ] {
            let answer = try connection.ask(text)
            guard answer.error == nil else { throw TestFailure("\(text): \(answer.summary)") }
        }
    }

    deinit {
        let data = folder.appending(path: "data").path()
        _ = try? command("pg_ctl", ["-D", data, "-m", "immediate", "stop"]).run()
        try? FileManager.default.removeItem(at: folder)
    }

    /// Serves TLS as well from now on.
    func encrypt(with certificates: TestCertificates) throws {
        let data = folder.appending(path: "data").path()
        let connection = try PostgresConnection(PostgresAddress(url))
        for (file, name) in [(certificates.certificate, "server.crt"), (certificates.key, "server.key")] {
            try Command("cp", [file, "\(data)/\(name)"]).check()
            if geteuid() == 0 { try Command("chown", ["postgres", "\(data)/\(name)"]).check() }
        }
        for text in ["ALTER SYSTEM SET ssl = on", "SELECT pg_reload_conf()"] {
            let answer = try connection.ask(text)
            guard answer.error == nil else { throw TestFailure("\(text): \(answer.summary)") }
        }
        for _ in 0..<100 {
            let answer = try PostgresConnection(PostgresAddress(url)).ask("SHOW ssl")
            if answer.rows.first?.first == Array("on".utf8) { return }
            usleep(50_000)
        }
        throw TestFailure("the server does not take up TLS")
    }

    /// Direct, with the password.
    var url: String { "postgresql://agent:open%20sesame@127.0.0.1:\(port)/postgres" }

    /// What a credential file for it holds.
    static var credential: String { "\(user)\n\(password)\n" }

    /// The target of this server, with `patients.ssn` (or the column given) masked.
    func target(_ name: String = "ehr", column: String = "ssn") -> Target {
        Workshop.target(
            name, upstream: port,
            phi: [.init(relation: QualifiedName("public", "patients"), column: column, mask: .last4)])
    }

    /// The server refuses to run as root.
    private func command(_ program: String, _ arguments: [String]) -> Command {
        let path = "\(programs)/\(program)"
        return geteuid() == 0
            ? Command("runuser", ["-u", "postgres", "--", path] + arguments) : Command(path, arguments)
    }
}
