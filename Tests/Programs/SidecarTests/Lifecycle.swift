import Foundation
import Glibc
import Policy
import TestSupport
import Testing

/// From start to orderly end, with the real program before a real server.
@Suite("A sidecar's life", .serialized)
struct Lifecycle {
    private static func workshop(_ body: (Workshop, PrivateServer) throws -> Void) throws {
        let server = try PrivateServer()
        let workshop = try Workshop()
        try workshop.write("credentials/agent", PrivateServer.credential)
        try workshop.seal([server.target()])
        try body(workshop, server)
    }

    @Test("begins with a ready file that a shell can read")
    func readyFile() throws {
        try Self.workshop { workshop, server in
            try workshop.seal([server.target("ehr"), server.target("it's $(odd)")])
            let sidecar = try RunningSidecar(workshop)
            for line in try sidecar.readyText.split(separator: "\n") {
                #expect(try #/(ADMIN=http://|LANE_\w+=)127\.0\.0\.1:[0-9]+/#.wholeMatch(in: line) != nil, "\(line)")
            }
            let answer = try PostgresConnection(sidecar.lane()).ask("SELECT ssn FROM patients")
            #expect(answer.rows.first?.first == Array("***-**-9999".utf8), "\(answer.summary)")
        }
    }

    @Test("serves new connections in the grace after SIGTERM, then ends with 0 and a log that verifies")
    func termination() throws {
        try Self.workshop { workshop, _ in
            let sidecar = try RunningSidecar(workshop, grace: 3)
            sidecar.signal(SIGTERM)
            try sidecar.wait("the grace") { sidecar.logText.contains("shutting down") }
            #expect(try PostgresConnection(sidecar.lane()).ask("SELECT id FROM patients").rows.count == 1)
            #expect(try sidecar.waitUntilEnd() == 0)
            let verified = try workshop.run(["audit", "verify", workshop.path("state/audit")])
            #expect(verified.succeeded, "\(verified.story)")
            #expect(try RunningSidecar(workshop).isRunning)
        }
    }

    @Test("ends only when the running statement has ended")
    func runningStatement() throws {
        try Self.workshop { workshop, _ in
            let sidecar = try RunningSidecar(workshop)
            let connection = try PostgresConnection(sidecar.lane())
            connection.send(FrontendMessage.query("SELECT id, pg_sleep(2) FROM patients"))
            try sidecar.wait("the statement") {
                try RawHTTP.ask(sidecar.adminPort, "/metrics").body.contains("verdict=\"permitted\"} 1")
            }
            sidecar.signal(SIGTERM)
            let answer = try connection.answer()
            #expect(answer.rows.count == 1, "\(answer.summary)")
            #expect(try sidecar.waitUntilEnd() == 0)
        }
    }

    @Test("ends at once with 130 on a second SIGTERM, and the log still verifies")
    func secondTermination() throws {
        try Self.workshop { workshop, _ in
            let sidecar = try RunningSidecar(workshop, grace: 600)
            sidecar.signal(SIGTERM)
            try sidecar.wait("the grace") { sidecar.logText.contains("shutting down") }
            let begun = Date()
            sidecar.signal(SIGTERM)
            #expect(try sidecar.waitUntilEnd() == 130)
            #expect(Date().timeIntervalSince(begun) < 10)
            let verified = try workshop.run(["audit", "verify", workshop.path("state/audit")])
            #expect(verified.succeeded, "\(verified.story)")
        }
    }

    @Test("goes on after SIGHUP and SIGPIPE, and cannot be dumped")
    func otherSignals() throws {
        try Self.workshop { workshop, _ in
            let sidecar = try RunningSidecar(workshop)
            sidecar.signal(SIGHUP)
            sidecar.signal(SIGPIPE)
            #expect(try PostgresConnection(sidecar.lane()).ask("SELECT id FROM patients").rows.count == 1)
            let limits = try String(contentsOfFile: "/proc/\(sidecar.number)/limits", encoding: .utf8)
            let line = limits.split(separator: "\n").first { $0.hasPrefix("Max core file size") }
            #expect(line?.split(separator: " ").suffix(3) == ["0", "0", "bytes"], "\(limits)")
        }
    }

    @Test("is alone on its state: a second instance names the first and exits 75")
    func alone() throws {
        try Self.workshop { workshop, _ in
            let sidecar = try RunningSidecar(workshop)
            let second = try workshop.run(workshop.arguments())
            #expect(second.status == 75)
            #expect(second.errors.contains("in use by the process \(sidecar.number)"), "\(second.errors)")
            #expect(try PostgresConnection(sidecar.lane()).ask("SELECT id FROM patients").rows.count == 1)
        }
    }

    @Test("writes no ready file when it is told to end before a lane is ready")
    func endedEarly() throws {
        try Self.workshop { workshop, _ in
            // Nobody answers there, so that the catalog waits.
            let deaf = try LoopbackSocket()
            defer { withExtendedLifetime(deaf) {} }
            try deaf.listen()
            try workshop.seal([Workshop.target(upstream: deaf.port)])
            let command = "\"$@\" & p=$!; sleep 2; kill -TERM $p; wait $p"
            let outcome = try Command(
                "bash",
                ["-c", command, "bash", Repository.chaperone.path()]
                    + workshop.arguments(["--grace", "0", "--ready-file", workshop.path("ready")]), timeoutSeconds: 60
            ).run()
            #expect(outcome.succeeded, "\(outcome.story)")
            #expect(!FileManager.default.fileExists(atPath: workshop.path("ready")))
        }
    }
}
