import Foundation
import Glibc
import Policy
import Sidecar
import TestSupport
import Testing

/// How agents' tools, probes and scripts find a lane and a sidecar.
@Suite(.serialized) struct FindingTheLane {
    private static func workshop(_ body: (Workshop, PrivateServer) throws -> Void) throws {
        let server = try PrivateServer()
        let workshop = try Workshop()
        try workshop.write("credentials/agent", PrivateServer.credential)
        try workshop.seal([server.target()])
        try body(workshop, server)
    }

    @Test func `a lane on a socket is found by PGHOST as chaperone env says it, and its folder is made`() throws {
        try Self.workshop { workshop, server in
            var target = server.target()
            let folder = workshop.folder.appending(path: "lanes").path()
            target.listen = .init(host: "\(folder)/.s.PGSQL.5432", port: 0)
            try workshop.seal([target])
            let sidecar = try RunningSidecar(workshop)
            #expect(sidecar.addresses["LANE_ehr"] == "\(folder)/.s.PGSQL.5432")
            let script = """
                unset PGHOST PGPORT PGDATABASE
                eval "$("$1" env --state "$2")"
                psql -XAt -c 'SELECT ssn FROM patients'
                """
            let answer = try Command(
                "bash", ["-euc", script, "bash", Repository.chaperone.path(), workshop.path("state")]
            ).run()
            #expect(answer.output == "***-**-9999\n", "\(answer.story)")
            // What is set already stays.
            let kept = try Command(
                "bash",
                [
                    "-euc", "eval \"$(\"$1\" env --state \"$2\")\"; echo $PGHOST", "bash",
                    Repository.chaperone.path(), workshop.path("state"),
                ], environment: ["PGHOST": "elsewhere"]
            ).run()
            #expect(kept.output == "elsewhere\n", "\(kept.story)")
            sidecar.signal(SIGKILL)
            _ = try sidecar.waitUntilEnd()
            // The socket's file is still there: it is taken over.
            #expect(try RunningSidecar(workshop).isRunning)
        }
    }

    @Test func `healthcheck says yes while a sidecar serves, and why not when it does not`() throws {
        try Self.workshop { workshop, _ in
            func ask(_ question: String) throws -> Command.Outcome {
                try workshop.run(["healthcheck", question, "--state", workshop.path("state")])
            }
            let before = try ask("startup")
            #expect(before.status == 1 && before.output.hasPrefix("it does not listen yet"), "\(before.story)")
            let sidecar = try RunningSidecar(workshop)
            for question in ["startup", "live", "ready"] { #expect(try ask(question).succeeded, "\(question)") }
            sidecar.signal(SIGKILL)
            _ = try sidecar.waitUntilEnd()
            let after = try ask("live")
            #expect(after.status == 1 && after.output.hasPrefix("nothing answers at"), "\(after.story)")
            #expect(try workshop.run(["healthcheck", "lively", "--state", "x"]).status == 64)
        }
    }

    @Test func `a lane that does not reach its database is live and not ready`() throws {
        let workshop = try Workshop()
        try workshop.write("credentials/agent", PrivateServer.credential)
        try workshop.seal([Workshop.target()])
        let sidecar = try RunningSidecar(workshop)
        let ready = try workshop.run(["healthcheck", "--state", workshop.path("state")])
        #expect(ready.status == 1 && !ready.output.isEmpty, "\(ready.story)")
        #expect(try workshop.run(["healthcheck", "live", "--state", workshop.path("state")]).succeeded)
        #expect(sidecar.isRunning)
    }

    private static let lanes = LaneDirectory([
        .init(target: "ehr", listen: "127.77.3.4:5432", upstream: "ehr.example:5432", database: "ehr"),
        .init(target: "twin", listen: "127.77.3.4:5433", upstream: "ehr.example:5433", database: "it's $(x)"),
        .init(target: "moved", listen: "127.0.0.1:6000", upstream: "moved.example:5432", database: "m"),
        .init(target: "six", listen: "[::1]:5432", upstream: "six.example:5432", database: "s"),
        .init(target: "number", listen: "127.0.0.1:5432", upstream: "10.0.0.1:5432", database: "n"),
        .init(target: "own", listen: "127.77.1.1:5432", upstream: "localhost:5432", database: "o"),
        .init(target: "file", listen: "/run/c/.s.PGSQL.5432", upstream: "file.example:5432", database: "f"),
    ])

    @Test func `hosts lines are for names that a lane has the port of, each once, and never for localhost`() {
        #expect(Self.lanes.hosts == ["127.77.3.4 ehr.example", "::1 six.example"])
    }

    @Test func `env is of PostgreSQL's lanes, whatever else is served beside them`() throws {
        let ward = LaneDirectory.Entry(
            target: "ward", service: .ssh, listen: "127.77.3.4:22", upstream: "ward.example:22", database: "")
        let ehr = LaneDirectory.Entry(
            target: "ehr", listen: "127.77.3.4:5432", upstream: "ehr.example:5432", database: "ehr")
        let both = LaneDirectory([ward, ehr])
        #expect(try both.environment(target: nil) == both.environment(target: "ehr"))
        let none = #expect(throws: LaneDirectory.Failure.self) { try LaneDirectory([ward]).environment(target: nil) }
        #expect(none?.reason == "no lane is PostgreSQL's")
        let told = #expect(throws: LaneDirectory.Failure.self) { try both.environment(target: "ward") }
        #expect(told?.reason.contains("chaperone ssh-config") == true)
        let others = #expect(throws: LaneDirectory.Failure.self) { try both.environment(target: "none") }
        #expect(others?.reason == "give --target, one of: ehr")
    }

    @Test func `env wants a target where there are several, and gives a shell nothing to run`() throws {
        #expect(throws: LaneDirectory.Failure.self) { try Self.lanes.environment(target: nil) }
        #expect(throws: LaneDirectory.Failure.self) { try Self.lanes.environment(target: "none") }
        let lines = try Self.lanes.environment(target: "twin").joined(separator: "\n")
        let shown = try Command("bash", ["-euc", "\(lines)\necho \"$PGHOST $PGPORT $PGDATABASE\""]).run()
        #expect(shown.output == "127.77.3.4 5433 it's $(x)\n", "\(shown.story)")
        let file = try Self.lanes.environment(target: "file")
        #expect(file.contains("[ -n \"${PGHOST-}\" ] || export PGHOST='/run/c'"))
    }
}
