import Foundation
import Glibc
import TestSupport

/// A PostgreSQL of the test's own.
final class TestDatabase: Sendable {
    static let user = "owner"
    static let password = "open sesame"
    private static let programs = "/usr/lib/postgresql/15/bin"

    let port: UInt16
    private let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "postgres-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        port = try LoopbackSocket().port
        let password = folder.appending(path: "password").path()
        try Data(Self.password.utf8).write(to: URL(filePath: password))
        if geteuid() == 0 { try Command("chown", ["-R", "postgres", folder.path()]).check() }
        let data = folder.appending(path: "data").path()
        try Self.command(
            "initdb", ["-D", data, "-U", Self.user, "-A", "scram-sha-256", "--no-sync", "--pwfile", password]
        ).check()
        try Self.command(
            "pg_ctl",
            [
                "-w", "-D", data, "-l", folder.appending(path: "log").path(), "-o",
                "-p \(port) -k '' -c listen_addresses=127.0.0.1 -c fsync=off", "start",
            ]
        ).check()
    }

    deinit {
        let data = folder.appending(path: "data").path()
        _ = try? Self.command("pg_ctl", ["-D", data, "-m", "immediate", "stop"]).run()
        try? FileManager.default.removeItem(at: folder)
    }

    /// The one value that a query gives, asked for as this user.
    func value(_ query: String, user: String = user, password: String = password) throws -> String {
        var parts = URLComponents()
        parts.scheme = "postgresql"
        parts.user = user
        parts.password = password
        parts.host = "127.0.0.1"
        parts.port = Int(port)
        parts.path = "/postgres"
        let answer = try PostgresConnection(PostgresAddress(parts.string ?? "")).ask(query)
        guard answer.error == nil, let value = answer.rows.first?.first ?? nil else {
            throw TestFailure("\(query): \(answer.summary)")
        }
        return String(decoding: value, as: UTF8.self)
    }

    func hasRole(_ name: String) throws -> Bool {
        try value("SELECT count(*) FROM pg_roles WHERE rolname = '\(name)'") == "1"
    }

    /// The server refuses to run as root.
    private static func command(_ program: String, _ arguments: [String]) -> Command {
        let path = "\(programs)/\(program)"
        return geteuid() == 0
            ? Command("runuser", ["-u", "postgres", "--", path] + arguments) : Command(path, arguments)
    }
}
