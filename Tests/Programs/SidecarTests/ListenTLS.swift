import Foundation
import Policy
import TestServices
import TestSupport
import Testing

/// Clients that verify the server's name, through a lane, with a certificate of the hub's.
@Suite("Clients that verify the server's name", .serialized)
struct ListenTLS {
    private static let server = Result { try Stack(name: "listen-tls", seed: 1, policy: nil) }

    private static func policy(_ address: PostgresAddress, port: Int, more: String) -> String {
        """
        apiVersion: chaperone/v1
        targets:
          ehr:
            protocol: postgres
            upstream: localhost:\(port)
            listen: 127.0.0.1:0
            tls: disable
            database: \(address.database)
            credential: tls_agent
            phi: { clinic.patients.ssn: last4 }
            \(more)
        rules: [{ name: reads, when: { statement: [select] }, action: allow }]
        roles: { analyst: { match: { groups: analysts }, targets: [ehr] } }
        """
    }

    private static func ask(_ url: String, _ environment: [String: String] = [:]) throws -> Command.Outcome {
        try Command(
            "psql", ["-XAt", url, "-c", "SELECT ssn LIKE '***-**-%' FROM clinic.patients WHERE id = 7"],
            environment: environment
        ).run()
    }

    @Test("stay as they are: the lane has a certificate for the upstream's name, and only where the policy says so")
    func verified() throws {
        let direct = try Self.server.get().direct
        let port = try #require(URLComponents(string: direct.url)?.port)
        let workshop = try HubWorkshop { Self.policy(direct, port: port, more: "listen_tls: true") }
        let password = UUID().uuidString
        let answer = try PostgresConnection(direct).ask(
            "CREATE ROLE tls_agent LOGIN PASSWORD '\(password)'; GRANT pg_read_all_data TO tls_agent")
        #expect(answer.error == nil, "\(answer.summary)")
        try workshop.hub.check(["credential", "put", "tls_agent", "--user", "tls_agent"], input: password + "\n")
        let sidecar = try workshop.start()
        let lane = try #require(sidecar.addresses["LANE_ehr"]?.split(separator: ":").last)
        func url(_ host: String, _ settings: String) -> String {
            "postgresql://agent@\(host):\(lane)/\(direct.database)?\(settings)"
        }
        let authority = workshop.file("state/clients/lane-authority.pem").path()
        let verify = "sslmode=verify-full&sslrootcert=\(authority)"
        #expect(try Self.ask(url("localhost", "\(verify)&hostaddr=127.0.0.1")).output == "t\n")
        // Its name is the upstream's, and no other; nor is it the hub's authority that vouches for it.
        let other = try Self.ask(url("127.0.0.1", verify))
        #expect(other.status == 2 && other.errors.contains("certificate"), "\(other.story)")
        let wrong = "sslmode=verify-full&sslrootcert=\(workshop.hub.authority)&hostaddr=127.0.0.1"
        #expect(try Self.ask(url("localhost", wrong)).status == 2)
        #expect(try Self.ask(url("127.0.0.1", "sslmode=disable")).output == "t\n")
        // What `chaperone env` prints is enough.
        let lines = try workshop.run(["env", "--state", workshop.file("state").path()])
        let shown = try Command(
            "sh",
            [
                "-c",
                lines.output + "\nexport PGHOST=localhost PGHOSTADDR=127.0.0.1 PGSSLMODE=verify-full PGUSER=agent\n"
                    + "psql -XAt -c 'SELECT 1'",
            ]
        ).run()
        #expect(shown.output == "1\n", "\(lines.output) \(shown.story)")
        // Everybody may have the authority.
        let fetched = try Command(
            "curl", ["-sS", "--cacert", workshop.hub.authority, workshop.hub.url + "/v1/lane-authority"]
        ).check()
        #expect(try fetched == String(contentsOfFile: authority, encoding: .utf8))

        try workshop.push(Self.policy(direct, port: port, more: ""))
        try sidecar.wait("the lane without TLS") {
            try Self.ask(url("127.0.0.1", "sslmode=require")).errors.contains("does not support SSL")
        }
        try workshop.push(Self.policy(direct, port: port, more: "listen_tls: true"))
        try sidecar.wait("the lane with TLS again") {
            try Self.ask(url("localhost", "\(verify)&hostaddr=127.0.0.1")).output == "t\n"
        }
    }

    @Test("need a hub, or files")
    func withoutHub() throws {
        let workshop = try Workshop()
        try workshop.write("credentials/agent", PrivateServer.credential)
        var target = try PrivateServer().target()
        target.listenTLS = true
        try workshop.seal([target])
        let outcome = try workshop.run(workshop.arguments())
        #expect(outcome.status != 0 && outcome.errors.contains("listen_tls shows a certificate of the hub's"))
    }
}
