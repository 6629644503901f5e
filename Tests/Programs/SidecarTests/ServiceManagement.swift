import Foundation
import Glibc
import Policy
import TestSupport
import Testing

/// What a service manager is told, and what it hands over.
@Suite(.serialized) struct ServiceManagement {
    private static func workshop(_ body: (Workshop, PrivateServer) throws -> Void) throws {
        let server = try PrivateServer()
        let workshop = try Workshop()
        try workshop.write("credentials/agent", PrivateServer.credential)
        try workshop.seal([server.target()])
        try body(workshop, server)
    }

    @Test func `a service manager hears that it is ready, that it lives, and that it ends, in that order`() throws {
        try Self.workshop { workshop, _ in
            let manager = try NotifySocket(in: workshop.folder)
            let sidecar = try RunningSidecar(
                workshop, environment: ["NOTIFY_SOCKET": manager.path, "WATCHDOG_USEC": "300000"])
            try sidecar.wait("signs of life") { manager.hear().count { $0 == "WATCHDOG=1" } >= 3 }
            let ready = try #require(manager.said.first { $0.hasPrefix("READY=1") })
            #expect(ready == "READY=1\nSTATUS=policy 7; 1 of 1 lanes ready")
            sidecar.signal(SIGTERM)
            #expect(try sidecar.waitUntilEnd() == 0)
            let last = try #require(manager.hear().last { $0 != "WATCHDOG=1" })
            #expect(last.hasPrefix("STOPPING=1\nSTATUS="))
        }
    }

    @Test func `while a new policy is taken up it says so, with the moment that it began`() throws {
        let workshop = try HubWorkshop()
        let manager = try NotifySocket(in: workshop.folder)
        let sidecar = try RunningSidecar(
            in: workshop.folder, workshop.arguments(), environment: ["NOTIFY_SOCKET": manager.path])
        try sidecar.wait("READY") { manager.hear().contains { $0.hasPrefix("READY=1") } }
        let before = manager.said.count
        #expect(!manager.said.contains { $0.hasPrefix("RELOADING") })
        try workshop.push(["ehr", "billing"])
        try sidecar.wait("the new policy") { manager.hear().dropFirst(before).contains { $0.hasPrefix("READY=1") } }
        let said = manager.said.dropFirst(before)
        let reloading = try #require(said.firstIndex { $0.hasPrefix("RELOADING=1\nMONOTONIC_USEC=") })
        let ready = try #require(said.firstIndex { $0.hasPrefix("READY=1\nSTATUS=policy ") })
        #expect(reloading < ready)
        let began = try #require(Int(said[reloading].split(separator: "=").last ?? ""))
        let ago = Int(DispatchTime.now().uptimeNanoseconds / 1_000) - began
        #expect((0..<120_000_000).contains(ago), "microseconds of CLOCK_MONOTONIC")
    }

    @Test func `a watchdog that waits for another process is not fed`() throws {
        try Self.workshop { workshop, _ in
            let manager = try NotifySocket(in: workshop.folder)
            let sidecar = try RunningSidecar(
                workshop,
                environment: ["NOTIFY_SOCKET": manager.path, "WATCHDOG_USEC": "1000", "WATCHDOG_PID": "1"])
            try sidecar.wait("READY") { manager.hear().contains { $0.hasPrefix("READY=1") } }
            #expect(!manager.said.contains("WATCHDOG=1"))
        }
    }

    /// Opens the sockets, connects to the first before there is a sidecar, and becomes the sidecar.
    private static let launcher = """
        import os, socket, sys
        addresses, names, words = sys.argv[1].split(), sys.argv[2], sys.argv[3:]
        opened = []
        for address in addresses:
            if address.startswith("/"):
                one = socket.socket(socket.AF_UNIX)
                one.bind(address)
            else:
                host, port = address.rsplit(":", 1)
                one = socket.socket()
                one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                one.bind((host, int(port)))
            one.listen()
            opened.append(os.dup(one.fileno()))
            one.close()
        high = [os.dup2(each, 100 + index) for index, each in enumerate(opened)]
        for index, each in enumerate(high):
            os.dup2(each, 3 + index, inheritable=True)
            os.close(each)
        os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS=str(len(high)), LISTEN_FDNAMES=names)
        os.execv(words[0], words)
        """

    @Test func `a socket that was opened before is served for the target of its name, or else of its address`() throws {
        try Self.workshop { workshop, server in
            let free = try LoopbackSocket().port
            var named = server.target("named")
            named.listen = .init(host: "127.0.0.1", port: 0)
            var addressed = server.target("addressed")
            addressed.listen = .init(host: "127.0.0.1", port: free)
            try workshop.seal([named, addressed])
            let path = workshop.path(".s.PGSQL.5432")
            let sidecar = try RunningSidecar(
                workshop,
                launcher: ["/usr/bin/python3", "-c", Self.launcher, "\(path) 127.0.0.1:\(free)", "named:other"])
            #expect(sidecar.addresses["LANE_named"] == path)
            #expect(sidecar.addresses["LANE_addressed"] == "127.0.0.1:\(free)")
            let answer = try Command(
                "psql", ["-XAt", "-h", workshop.folder.path(), "-d", "postgres", "-c", "SELECT ssn FROM patients"]
            ).run()
            #expect(answer.output == "***-**-9999\n", "\(answer.story)")
            #expect(try PostgresConnection(sidecar.lane("addressed")).ask("SELECT id FROM patients").rows.count == 1)
        }
    }

    @Test func `where sockets are handed over a target without one is not opened in another network than the agents'`()
        throws
    {
        try Self.workshop { workshop, server in
            let (handed, missing) = (try LoopbackSocket().port, try LoopbackSocket().port)
            var served = server.target("served")
            served.listen = .init(host: "127.0.0.1", port: handed)
            var unserved = server.target("unserved")
            unserved.listen = .init(host: "127.0.0.1", port: missing)
            try workshop.seal([served, unserved])
            let outcome = try Command(
                "/usr/bin/python3",
                ["-c", Self.launcher, "127.0.0.1:\(handed)", "other", Repository.chaperone.path()]
                    + workshop.arguments(),
                timeoutSeconds: 60
            ).run()
            #expect(outcome.status == 78)
            #expect(outcome.errors.contains("ListenStream=127.0.0.1:\(missing)"), "\(outcome.errors)")
        }
    }
}
