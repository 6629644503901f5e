import Foundation
import Policy
import TestSupport
import Testing

/// TLS on both sides, with real certificates, and never less than was asked for.
@Suite("TLS", .serialized)
struct Encryption {
    private static func sidecar(
        _ mode: Target.TLSMode, host: String, before server: PrivateServer, trusting authority: String,
        _ body: (RunningSidecar) throws -> Void
    ) throws {
        let workshop = try Workshop()
        try workshop.write("credentials/agent", PrivateServer.credential)
        var target = server.target()
        target.postgres?.tls = mode
        target.upstream.host = host
        try workshop.seal([target])
        try body(try RunningSidecar(workshop, more: ["--upstream-ca", authority]))
    }

    /// But for the lane's own, which reads the catalog now and then.
    private static let encryptedSessions = """
        SELECT count(*) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid)
        WHERE ssl AND backend_type = 'client backend' AND pid <> pg_backend_pid() AND application_name <> 'chaperone-catalog'
        """

    @Test(
        "goes upstream in every mode that the policy names",
        arguments: [
            (Target.TLSMode.require, "127.0.0.1"), (.verifyCA, "127.0.0.1"), (.verifyCA, "localhost"),
            (.verifyFull, "localhost"),
        ])
    func upstream(mode: Target.TLSMode, host: String) throws {
        let certificates = try TestCertificates()
        let server = try PrivateServer()
        try server.encrypt(with: certificates)
        try Self.sidecar(mode, host: host, before: server, trusting: certificates.authority) { sidecar in
            let session = try PostgresConnection(sidecar.lane())
            #expect(try session.ask("SELECT ssn FROM patients").rows.first?.first == Array("***-**-9999".utf8))
            let encrypted = try PostgresConnection(PostgresAddress(server.url)).ask(Self.encryptedSessions)
            #expect(encrypted.rows.first?.first == Array("1".utf8))
        }
    }

    @Test(
        "is not given up when the certificate is not the one that is trusted, or not this host's",
        arguments: [(Target.TLSMode.verifyCA, "localhost", false), (.verifyFull, "127.0.0.1", true)])
    func distrusted(mode: Target.TLSMode, host: String, isTrusted: Bool) throws {
        let certificates = try TestCertificates()
        let others = try TestCertificates()
        let server = try PrivateServer()
        try server.encrypt(with: certificates)
        let authority = isTrusted ? certificates.authority : others.authority
        try Self.sidecar(mode, host: host, before: server, trusting: authority) { sidecar in
            let refusal = try Command("psql", ["-X", sidecar.lane().url, "-c", "SELECT 1"]).run()
            #expect(refusal.status != 0)
            #expect(refusal.errors.contains("certificate was not accepted"), "\(refusal.story)")
        }
    }

    @Test("is not given up when the server has none")
    func downgrade() throws {
        let certificates = try TestCertificates()
        let server = try PrivateServer()
        try Self.sidecar(.require, host: "127.0.0.1", before: server, trusting: certificates.authority) { sidecar in
            let refusal = try Command("psql", ["-X", sidecar.lane().url, "-c", "SELECT 1"]).run()
            #expect(refusal.status != 0)
            #expect(refusal.errors.contains("offers no TLS, which the policy demands"), "\(refusal.story)")
        }
    }

    @Test("is there for clients of a lane that has a certificate, and clear text as well")
    func front() throws {
        let certificates = try TestCertificates()
        let server = try PrivateServer()
        let workshop = try Workshop()
        try workshop.write("credentials/agent", PrivateServer.credential)
        try workshop.seal([server.target()])
        let sidecar = try RunningSidecar(
            workshop, more: ["--tls-cert", certificates.certificate, "--tls-key", certificates.key])
        let lane = try sidecar.lane()
        for (host, settings, answer) in [
            ("localhost", "sslmode=verify-full&sslrootcert=\(certificates.authority)", "***-**-9999\n"),
            ("127.0.0.1", "sslmode=require", "***-**-9999\n"), ("127.0.0.1", "sslmode=disable", "***-**-9999\n"),
        ] {
            let url = "postgresql://agent@\(host):\(lane.port)/postgres?\(settings)"
            let said = try Command("psql", ["-XAt", url, "-c", "SELECT ssn FROM patients"]).check()
            #expect(said == answer, "\(settings)")
        }
    }

    @Test("is refused in protocol by a lane that has no certificate")
    func noFront() throws {
        let server = try PrivateServer()
        let workshop = try Workshop()
        try workshop.write("credentials/agent", PrivateServer.credential)
        try workshop.seal([server.target()])
        let lane = try RunningSidecar(workshop).lane()
        let url = "postgresql://agent@127.0.0.1:\(lane.port)/postgres"
        #expect(try Command("psql", ["-XAt", "\(url)?sslmode=require", "-c", "SELECT 1"]).run().status == 2)
    }
}
