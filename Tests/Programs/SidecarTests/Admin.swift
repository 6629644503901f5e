import Foundation
import Policy
import TestSupport
import Testing

/// The admin endpoint over real sockets.
@Suite("The admin endpoint", .serialized)
struct Admin {
    /// A sidecar with one lane that serves and one whose policy does not fit the database.
    private static func serving(_ body: (RunningSidecar) throws -> Void) throws {
        let server = try PrivateServer()
        let workshop = try Workshop()
        try workshop.write("credentials/agent", PrivateServer.credential)
        try workshop.seal([server.target(), server.target("misfit", column: "no_such_column")])
        try body(RunningSidecar(workshop))
    }

    @Test("answers each of its pages, and tells what of a lane is closed")
    func pages() throws {
        try Self.serving { sidecar in
            let port = try sidecar.adminPort
            _ = try PostgresConnection(sidecar.lane()).ask("SELECT ssn FROM patients WHERE ssn <> 'canary-literal'")
            #expect(try RawHTTP.ask(port, "/healthz").body == "ok\n")
            let ready = try RawHTTP.ask(port, "/readyz")
            #expect(ready.status == 200)
            let lanes = try Self.object(ready.body)["lanes"] as? [String: [String: Any]]
            #expect(lanes?["ehr"]?["ready"] as? Bool == true)
            // It serves, but for the relation whose column is missing.
            #expect(lanes?["misfit"]?["ready"] as? Bool == true)
            let closed = lanes?["misfit"]?["closed"] as? [String] ?? []
            #expect(closed.contains { $0.contains("no_such_column") }, "\(ready.body)")
            let status = try RawHTTP.ask(port, "/status")
            #expect(status.status == 200)
            let told = try Self.object(status.body)
            #expect(told["principal"] as? String == "tester")
            #expect(told["bundle"] as? Int == 7)
            let kinds = (told["lanes"] as? [[String: Any]] ?? []).map { $0["service"] as? String }
            #expect(!kinds.isEmpty && kinds.allSatisfy { $0 == "postgres" }, "\(status.body)")
            let metrics = try RawHTTP.ask(port, "/metrics?name=x")
            #expect(metrics.status == 200)
            #expect(metrics.head.contains("text/plain; version=0.0.4"))
            for body in [ready.body, status.body, metrics.body, sidecar.logText] {
                #expect(!body.contains("canary-literal") && !body.contains(PrivateServer.password), "\(body)")
            }
            #expect(try RawHTTP.ask(port, "/").status == 404)
            #expect(try RawHTTP.ask(port, "//healthz").status == 404)
            #expect(try RawHTTP.ask(port, "/healthz", method: "HEAD").body.isEmpty)
            #expect(try RawHTTP.ask(port, "/healthz", method: "DELETE").status == 405)
        }
    }

    @Test("counts statements by verdict in metrics that Prometheus can parse")
    func metrics() throws {
        try Self.serving { sidecar in
            let connection = try PostgresConnection(sidecar.lane())
            #expect(try connection.ask("SELECT id FROM patients").error == nil)
            #expect(try connection.ask("DROP TABLE patients").error?["C"] == "42501")
            let samples = try PrometheusSamples(RawHTTP.ask(sidecar.adminPort, "/metrics").body)
            #expect(samples["chaperone_statements_total{target=\"ehr\",verdict=\"permitted\"}"] == 1)
            #expect(samples["chaperone_statements_total{target=\"ehr\",verdict=\"refused\"}"] == 1)
            #expect(samples["chaperone_connections{target=\"ehr\"}"] == 1)
            #expect(samples["chaperone_lane_ready{target=\"ehr\"}"] == 1)
            #expect(samples["chaperone_lane_ready{target=\"misfit\"}"] == 1)
            #expect(samples["chaperone_decision_seconds_count{target=\"ehr\"}"] == 2)
            #expect(samples["chaperone_decision_seconds_bucket{target=\"ehr\",le=\"+Inf\"}"] == 2)
            #expect(samples["process_resident_memory_bytes"].map { $0 > 1_048_576 } == true)
            let age = samples["process_start_time_seconds"].map { Date().timeIntervalSince1970 - $0 }
            #expect(age.map { (-1...300).contains($0) } == true, "\(age as Any)")
            #expect(samples["process_cpu_seconds_total"].map { (0.001...300).contains($0) } == true)
            let files = try #require(samples["process_open_fds"])
            #expect(files > 5 && samples["process_max_fds"].map { $0 >= files } == true)
            #expect(samples["process_virtual_memory_bytes"].map { $0 > 1_048_576 } == true)
            let features = BundleFeature.names.joined(separator: ",")
            let build = "chaperone_build_info{version=\"0.1.0\",features=\"\(features)\",arch=\"x86_64\"}"
            #expect(samples[build] == 1)
        }
    }

    @Test("counts a prepared statement each time that it runs")
    func executions() throws {
        try Self.serving { sidecar in
            let connection = try PostgresConnection(sidecar.lane())
            connection.send(ExtendedMessage.parse("p", "SELECT id FROM patients"))
            for _ in 0..<3 {
                connection.send(ExtendedMessage.bind("p") + ExtendedMessage.execute() + FrontendMessage.sync)
                #expect(try connection.answer().error == nil)
            }
            #expect(try connection.ask("SELECT 1; SELECT 2").error == nil)
            let samples = try PrometheusSamples(RawHTTP.ask(sidecar.adminPort, "/metrics").body)
            #expect(samples["chaperone_statements_total{target=\"ehr\",verdict=\"permitted\"}"] == 5)
            #expect(samples["chaperone_decision_seconds_count{target=\"ehr\"}"] == 2)
        }
    }

    @Test("is misdirected by every Host that is not this machine's loopback")
    func hosts() throws {
        try Self.serving { sidecar in
            let port = try sidecar.adminPort
            for host in ["127.0.0.1", "127.0.0.1:\(port)", "localhost", "LOCALHOST:80", "[::1]:\(port)", "127.9.9.9"] {
                #expect(try RawHTTP.ask(port, "/healthz", host: host).status == 200, "\(host)")
            }
            for host in [
                "evil.example", "127.evil.example", "127.0.0.1.evil.example:\(port)", "localhost.evil.example", "",
                "0.0.0.0", "127.0.0.1@evil.example", "10.0.0.1",
            ] {
                #expect(try RawHTTP.ask(port, "/healthz", host: host).status == 421, "\(host)")
            }
            #expect(try RawHTTP.ask(port, "/healthz", host: nil).status == 421)
            #expect(try RawHTTP.ask(port, "/healthz", more: "Host: localhost\r\n").status == 421)
        }
    }

    @Test("survives garbage, bodies and headers without end")
    func hostile() throws {
        try Self.serving { sidecar in
            let port = try sidecar.adminPort
            var random = SystemRandomNumberGenerator()
            for _ in 0..<20 {
                let client = try RawHTTP(port: port)
                client.send((0..<512).map { _ in UInt8.random(in: 0...255, using: &random) } + [10, 10])
                let answer = try client.rest()
                #expect(!answer.hasPrefix("HTTP/1.1 200"))
            }
            let large = try RawHTTP(port: port)
            large.send(Array("GET /healthz HTTP/1.1\r\nHost: localhost\r\nX: ".utf8))
            var sentBytes = 0
            // Far above what the kernel buffers of both ends hold.
            let headerBytesLimit = 64 << 20
            while sentBytes < headerBytesLimit, large.send([UInt8](repeating: 97, count: 65_536)) {
                sentBytes += 65_536
            }
            #expect(sentBytes < headerBytesLimit, "a header of \(sentBytes) bytes was read")
            let body = try RawHTTP(port: port)
            body.send(Array("GET /healthz HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n\r\nbody".utf8))
            #expect(try !body.rest().contains("200 OK"))
            #expect(try RawHTTP.ask(port, "/healthz").status == 200)
        }
    }

    @Test("lets go of a client that sends a byte now and then, and of one that is silent")
    func slow() throws {
        try Self.serving { sidecar in
            let silent = try RawHTTP(port: sidecar.adminPort)
            let client = try RawHTTP(port: sidecar.adminPort)
            let begun = Date()
            let patienceSeconds = 25.0
            while client.send([UInt8(ascii: "G")]), Date().timeIntervalSince(begun) < patienceSeconds {
                Thread.sleep(forTimeInterval: 0.5)
            }
            #expect(Date().timeIntervalSince(begun) < patienceSeconds)
            #expect(try silent.rest().isEmpty)
        }
    }

    private static func object(_ text: String) throws -> [String: Any] {
        guard let object = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any] else {
            throw TestFailure("not an object: \(text)")
        }
        return object
    }
}
