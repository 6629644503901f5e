package import Foundation
import Synchronization

/// A private PostgreSQL with one sidecar before it, as `dev/stack` starts them. Stopped when the process exits.
package struct Stack: Sendable {
    package let folder: URL
    package let direct: PostgresAddress
    package let environment: [String: String]
    /// The highest number of a table that was there at the start.
    package let lastTable: UInt32

    /// Synthetic EHRs that differ only in protected values: `one` and `again` are alike, `two` is their twin.
    package static let one = Result { try Stack(name: "one", seed: 1) }
    package static let two = Result { try Stack(name: "two", seed: 2) }
    package static let again = Result { try Stack(name: "again", seed: 1) }
    /// Nothing is forbidden here, and there are tables to write to.
    package static let clients = Result {
        try Stack(
            name: "clients", seed: 1, sql: [Repository.fixture("clients.sql")],
            policy: Repository.fixture("clients.yaml"))
    }

    private static let running = Mutex<[URL]>([])

    /// The major version of the servers under test; nil: the system's.
    package static let serverVersion = ProcessInfo.processInfo.environment["CHAPERONE_TEST_SERVER"]

    /// Starts one with the files given, without a sidecar when there is no policy; blocks until it is ready.
    package init(
        name: String, seed: Int, sql: [URL] = [], policy: URL? = Repository.fixture("ehr.yaml"), hub: Bool = false
    ) throws {
        try self.init(name: name, seed: seed, only: [Repository.fixture("ehr.sql")] + sql, policy: policy, hub: hub)
    }

    /// The same without the EHR.
    /// - Parameters:
    ///   - hub: the sidecar has enrolled with a hub, which has policy and passwords.
    ///   - variables: psql's, for the files.
    ///   - server: the major version that the files need; nil: that under test.
    package init(
        name: String, seed: Int, only sql: [URL], policy: URL?, hub: Bool = false, variables: [String: String] = [:],
        server: Int? = nil
    ) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "chaperone-\(name)-\(UUID().uuidString)")
        let server = (server.map(String.init) ?? Self.serverVersion).map { ["--server", $0] } ?? []
        let files = sql.flatMap { ["--sql", $0.path()] } + variables.flatMap { ["--var", "\($0)=\($1)"] }
        Self.stopAtExit(folder)
        try Command(
            Self.program,
            ["up", folder.path()] + server + files + ["--var", "seed=\(seed)"]
                + (policy.map { ["--policy", $0.path()] } ?? [])
                + (hub ? ["--hub"] : []),
            timeoutSeconds: 300
        ).check()
        try self.init(up: folder, lastTable: nil)
        // Vacuum at times of its own would put rows in different places on databases that are alike. What runs once is
        // not worth compiling.
        for text in [
            "ALTER SYSTEM SET autovacuum = off", "ALTER SYSTEM SET jit = off", "SELECT pg_reload_conf()",
        ] {
            let answer = try PostgresConnection(direct).ask(text)
            guard answer.error == nil else { throw TestFailure("\(text): \(answer.summary)") }
        }
    }

    /// The one that is up in a folder.
    private init(up folder: URL, lastTable: UInt32?) throws {
        var environment: [String: String] = [:]
        // The lines are the shell's: the shell reads them.
        let printed = try Command("bash", ["-c", "set -a; . \"$1/env\"; env -0", "bash", folder.path()]).check()
        for entry in printed.split(separator: "\0") {
            let parts = entry.split(separator: "=", maxSplits: 1)
            if parts.count == 2 { environment[String(parts[0])] = String(parts[1]) }
        }
        guard let url = environment["DIRECT_URL"] else { throw TestFailure("dev/stack wrote no DIRECT_URL") }
        self.folder = folder
        self.environment = environment
        self.direct = try PostgresAddress(url)
        self.lastTable = try lastTable ?? Self.lastTable(direct)
    }

    private static func lastTable(_ server: PostgresAddress) throws -> UInt32 {
        let answer = try PostgresConnection(server).ask("SELECT max(oid) FROM pg_class")
        let text = answer.rows.first?.first?.map { String(decoding: $0, as: UTF8.self) }
        guard let number = text.flatMap({ UInt32($0) }) else { throw TestFailure("no tables: \(answer.summary)") }
        return number
    }

    /// The same with its sidecar, which may have been killed, started again: on other ports.
    package func restarted() throws -> Stack {
        try Command(Self.program, ["restart", folder.path()], timeoutSeconds: 120).check()
        return try Stack(up: folder, lastTable: lastTable)
    }

    /// Ends it before this process does.
    package func stop() {
        _ = try? Command(Self.program, ["down", folder.path(), "--wipe"]).run()
        try? FileManager.default.removeItem(at: folder)
        Self.running.withLock { $0.removeAll { $0 == folder } }
    }

    /// The sidecar's process.
    package var sidecarProcess: Int32 {
        get throws {
            guard let number = Int32(try variable("SIDECAR_PID")) else { throw TestFailure("SIDECAR_PID is no number") }
            return number
        }
    }

    /// The lane of a target, which asks for no password.
    package func lane(_ target: String = "ehr") throws -> PostgresAddress {
        try PostgresAddress(variable("CHAPERONE_URL_\(target)"))
    }

    /// Past the sidecar, as the role that it connects as.
    package func direct(credential: String) throws -> PostgresAddress {
        let file = folder.appending(path: "credentials/\(credential)")
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map(String.init)
        guard lines.count == 2 else { throw TestFailure("credential \(credential): a user and a password are meant") }
        return direct.user(lines[0], password: lines[1])
    }

    package func variable(_ name: String) throws -> String {
        guard let value = environment[name] else { throw TestFailure("dev/stack wrote no \(name)") }
        return value
    }

    /// The output of a command of `chaperone-hub`, which has to succeed.
    @discardableResult
    package func hub(_ arguments: String..., input: String = "") throws -> String {
        let names = ["HUB_URL", "HUB_CA", "HUB_ADMIN_TOKEN_FILE"]
        return try Command(
            Repository.hub.path(), arguments,
            environment: try Dictionary(uniqueKeysWithValues: names.map { ($0, try variable($0)) }), input: input
        ).check()
    }

    /// A database of the same server, freshly loaded with a schema, with no sidecar before it.
    package func fresh(_ database: String, seed: Int, fixture: String = "ehr.sql") throws -> PostgresAddress {
        let made = direct.database(database)
        try Command("psql", ["-qX", direct.url, "-c", "DROP DATABASE IF EXISTS \(database)"]).check()
        try Command("psql", ["-qX", direct.url, "-c", "CREATE DATABASE \(database)"]).check()
        try Command(
            "psql", ["-qX", made.url, "-v", "seed=\(seed)", "-f", Repository.fixture(fixture).path()]
        ).check()
        return made
    }

    private static var program: String { Repository.root.appending(path: "dev/stack").path() }

    private static func stopAtExit(_ folder: URL) {
        let first = running.withLock { folders in
            folders.append(folder)
            return folders.count == 1
        }
        guard first else { return }
        atexit { Stack.stopAll() }
    }

    private static func stopAll() {
        for folder in running.withLock({ $0 }) {
            _ = try? Command(program, ["down", folder.path(), "--wipe"]).run()
            try? FileManager.default.removeItem(at: folder)
        }
    }
}
