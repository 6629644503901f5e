import Foundation
import Policy
import TestSupport
import Testing

/// What is agreed on before the first statement: protocol version, cancel keys, TLS from the first byte, proofs that
/// belong to one TLS connection. With the programs of PostgreSQL 18.
@Suite("The start of a connection", .serialized)
struct Negotiation {
    private static func psql(_ url: String, _ command: String, environment: [String: String] = [:]) throws -> Command {
        Command(
            try Repository.programs(ofServer: 18) + "/psql", ["-XAt", url, "-c", command], environment: environment,
            timeoutSeconds: 60)
    }

    /// A sidecar before a server, with changes to the target.
    private static func sidecar(
        before server: PrivateServer, more: [String] = [], _ change: (inout Target) -> Void = { _ in }
    ) throws -> RunningSidecar {
        let workshop = try Workshop()
        try workshop.write("credentials/agent", PrivateServer.credential)
        var target = server.target()
        change(&target)
        try workshop.seal([target])
        return try RunningSidecar(workshop, more: more)
    }

    /// Whether the first cell of an answer is this in a while.
    private static func becomes(_ wanted: String, _ connection: PostgresConnection, _ query: String) throws -> Bool {
        for _ in 0..<200 {
            if try connection.ask(query).rows.first?.first == Array(wanted.utf8) { return true }
            usleep(50_000)
        }
        return false
    }

    @Test(
        "a client that asks for 3.0, 3.2 or no version at most is served, before old and new servers",
        arguments: [15, 18])
    func versions(server version: Int) throws {
        let server = try PrivateServer(version: version)
        let sidecar = try Self.sidecar(before: server)
        let url = try sidecar.lane().url
        for newest in ["3.0", "3.2", "latest"] {
            let said = try Self.psql(
                url, "SELECT ssn FROM patients", environment: ["PGMAXPROTOCOLVERSION": newest]
            ).check()
            #expect(said == "***-**-9999\n", "max_protocol_version=\(newest)")
        }
        let least = try Self.psql(url, "SELECT 1", environment: ["PGMINPROTOCOLVERSION": "3.2"]).check()
        #expect(least == "1\n", "min_protocol_version=3.2")
    }

    @Test("a client of a later minor version is told the newest that is spoken, and goes on")
    func laterVersion() throws {
        let server = try PrivateServer()
        let sidecar = try Self.sidecar(before: server)
        let lane = try sidecar.lane()
        try PythonScript.run("later_protocol.py", ["\(lane.port)"])
    }

    @Test("a statement is cancelled by a long key and by a short one, before old and new servers", arguments: [15, 18])
    func cancelling(server version: Int) throws {
        let server = try PrivateServer(version: version)
        let sidecar = try Self.sidecar(before: server)
        let lane = try sidecar.lane()
        // The second session is the first that asks a server 18 for 3.2.
        for newest in ["3.2", "3.0", "3.2"] {
            let log = FileManager.default.temporaryDirectory.appending(path: "psql-\(UUID().uuidString)").path()
            defer { try? FileManager.default.removeItem(atPath: log) }
            let psql = try ChildProcess(
                Repository.programs(ofServer: 18) + "/psql", ["-XAt", lane.url, "-c", "SELECT pg_sleep(60)"],
                environment: ProcessInfo.processInfo.environment.merging(["PGMAXPROTOCOLVERSION": newest]) { $1 },
                output: log, errors: log)
            let direct = try PostgresConnection(PostgresAddress(server.url))
            let sleeping = "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'"
            #expect(try Self.becomes("1", direct, sleeping))
            psql.signal(SIGINT)
            #expect(psql.wait(timeoutSeconds: 20) != nil, "it is not cancelled with \(newest)")
            psql.signal(SIGKILL)
            let said = try String(contentsOfFile: log, encoding: .utf8)
            #expect(said.lowercased().contains("cancel"), "\(newest): \(said)")
        }
    }

    @Test("TLS may begin with the first byte, on both sides")
    func direct() throws {
        let certificates = try TestCertificates()
        let server = try PrivateServer(version: 18)
        try server.encrypt(with: certificates)
        let files = ["--tls-cert", certificates.certificate, "--tls-key", certificates.key]
        let sidecar = try Self.sidecar(before: server, more: files + ["--upstream-ca", certificates.authority]) {
            $0.postgres?.tls = .verifyFull
            $0.upstream.host = "localhost"
            $0.postgres?.tlsDirect = true
        }
        let settings = "sslmode=verify-full&sslrootcert=\(certificates.authority)&sslnegotiation=direct"
        let url = "postgresql://agent@localhost:\(try sidecar.lane().port)/postgres?\(settings)"
        #expect(try Self.psql(url, "SELECT ssn FROM patients").check() == "***-**-9999\n")
        let psql = try ChildProcess(
            Repository.programs(ofServer: 18) + "/psql", ["-XAt", url, "-c", "SELECT pg_sleep(60)"])
        defer { psql.signal(SIGKILL) }
        let direct = try PostgresConnection(PostgresAddress(server.url))
        let encrypted =
            "SELECT count(*) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE ssl AND wait_event = 'PgSleep'"
        #expect(try Self.becomes("1", direct, encrypted))
    }

    @Test("TLS that begins with the first byte needs a server that knows it, and a client that says what it speaks")
    func notDirect() throws {
        let certificates = try TestCertificates()
        let server = try PrivateServer(version: 15)
        try server.encrypt(with: certificates)
        let upstream = try Self.sidecar(before: server, more: ["--upstream-ca", certificates.authority]) {
            $0.postgres?.tls = .verifyCA
            $0.postgres?.tlsDirect = true
        }
        #expect(try Self.psql(try upstream.lane().url, "SELECT 1").run().status != 0)
        let front = try Self.sidecar(
            before: server, more: ["--tls-cert", certificates.certificate, "--tls-key", certificates.key])
        // openssl's own client names no protocol.
        let lane = try front.lane()
        let shown = try Command(
            "openssl", ["s_client", "-connect", "127.0.0.1:\(lane.port)", "-quiet"], timeoutSeconds: 30
        ).run()
        #expect(!shown.output.contains("chaperone"), "\(shown.story)")
        let plain = try Self.sidecar(before: server)
        let settings = "sslmode=require&sslnegotiation=direct"
        let url = "postgresql://agent@127.0.0.1:\(try plain.lane().port)/postgres?\(settings)"
        #expect(try Self.psql(url, "SELECT 1").run().status == 2)
    }

    @Test(
        "a proof is good for the TLS connection that it was made for, and not for one that somebody passes on",
        arguments: [15, 18])
    func binding(server version: Int) throws {
        let certificates = try TestCertificates()
        let others = try TestCertificates()
        let server = try PrivateServer(version: version)
        try server.encrypt(with: certificates)
        for (inBetween, isBound) in [(certificates, true), (others, false)] {
            let relay = try ServiceProcess("python") { port, _ in
                let script = Repository.root.appending(path: "Tests/Scripts/tls_relay.py").path()
                return [script, "\(port)", "\(server.port)", inBetween.certificate, inBetween.key]
            }
            // Whoever it is: no certificate is verified.
            let sidecar = try Self.sidecar(before: server) {
                $0.postgres?.tls = .require
                $0.upstream.port = UInt16(relay.port)
            }
            let outcome = try Self.psql(try sidecar.lane().url, "SELECT ssn FROM patients").run()
            #expect((outcome.output == "***-**-9999\n") == isBound, "\(outcome.story)")
        }
    }
}
