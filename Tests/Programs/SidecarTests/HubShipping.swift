import Foundation
import Glibc
import TestSupport
import Testing

/// The way of a sidecar's log to a real hub, while both are killed, stopped, copied and rolled back.
@Suite("A sidecar's log on its way to the hub", .serialized)
struct HubShipping {
    private static let kills = 4

    private func instance(_ sidecar: RunningSidecar) throws -> String {
        let key = try #require(try HubWorkshop.status(sidecar)["instance"] as? String)
        return try #require(key.split(separator: "+").first?.split(separator: "/").last).description
    }

    private func cosigned(_ sidecar: RunningSidecar) throws -> Int {
        try HubWorkshop.hub(sidecar)["cosigned"] as? Int ?? 0
    }

    private func records(_ sidecar: RunningSidecar) throws -> Int {
        (try HubWorkshop.status(sidecar)["audit"] as? [String: Any])?["records"] as? Int ?? 0
    }

    /// All of the log is at the hub.
    private func waitUntilShipped(_ sidecar: RunningSidecar, atLeast count: Int = 1) throws {
        try sidecar.wait("the log at the hub") {
            let all = try records(sidecar)
            return try all >= count && cosigned(sidecar) >= all
        }
    }

    @Test("loses nothing when both are killed again and again in the middle of it")
    func killed() throws {
        let workshop = try HubWorkshop()
        var hub = workshop.hub
        let port = hub.port
        var name = ""
        var largest = 0
        for round in 0..<Self.kills {
            let sidecar = try workshop.start()
            if name.isEmpty { name = try instance(sidecar) }
            usleep(UInt32.random(in: 0...400_000))
            largest = max(largest, (try? cosigned(sidecar)) ?? 0)
            if round.isMultiple(of: 2) {
                hub.kill()
                usleep(UInt32.random(in: 0...200_000))
                sidecar.signal(SIGKILL)
                _ = try sidecar.waitUntilEnd()
                hub = try HubProcess(folder: hub.folder, port: port)
            } else {
                sidecar.signal(SIGKILL)
                _ = try sidecar.waitUntilEnd()
            }
        }
        let sidecar = try workshop.start()
        try waitUntilShipped(sidecar, atLeast: Self.kills * 2)
        #expect(try cosigned(sidecar) > largest)
        let verified = try hub.check(["audit", "verify", name])
        #expect(verified.hasPrefix("intact: "), "\(verified)")
        let events = try hub.check(["events"])
        #expect(!events.contains("audit-fork") && !events.contains("audit-rollback"), "\(events)")
        // What a kill left open is said in the log, and told to people.
        #expect(events.contains("audit-gap"), "\(events)")
    }

    @Test("is complete, and kept once, when the network is cut after more and more bytes of every connection")
    func cut() throws {
        let server = try PrivateServer()
        let workshop = try HubWorkshop { Self.policy(server, "") }
        try workshop.hub.check(
            ["credential", "put", "agent", "--user", PrivateServer.user], input: PrivateServer.password + "\n")
        // Handshakes, requests and answers are cut; those between get further, and are cut later.
        let budgets = stride(from: 120, to: 9_000, by: 173).flatMap { [$0, 9_000 + 7 * $0] }
        let proxy = try CuttingProxy(to: UInt16(workshop.hub.port), budgets: budgets)
        let sidecar = try workshop.start(hub: "https://127.0.0.1:\(proxy.port)")
        let name = try instance(sidecar)
        let deadline = Date() + 90
        var answered = 0
        while !proxy.isSpent, Date() < deadline {
            // Each asks the hub for a proof of the password; each is recorded.
            let connection = try? PostgresConnection(sidecar.lane())
            if let answer = try? connection?.ask("SELECT 1"), answer.error == nil { answered += 1 }
        }
        #expect(proxy.isSpent && proxy.cuts >= 30, "\(proxy.cuts) cuts")
        #expect(answered > 0)
        try waitUntilShipped(sidecar, atLeast: 2 * answered)
        #expect(try PostgresConnection(sidecar.lane()).ask("SELECT 1").error == nil)
        #expect(try workshop.hub.check(["audit", "verify", name]).hasPrefix("intact: "))
        let recorded = try workshop.hub.check(["audit", "search", "--log", name, "--type", "intent", "--limit", "9999"])
        #expect(recorded.split(separator: "\n").count >= answered)
        let events = try workshop.hub.check(["events"])
        for kind in ["audit-fork", "audit-rollback", "audit-refused"] { #expect(!events.contains(kind), "\(events)") }
        #expect(try workshop.hub.check(["instances", "list"]).split(separator: "\n").count == 2)
        #expect(sidecar.isRunning)
    }

    @Test("with audit: strict, nothing is done while the hub is away, and all goes on when it is back")
    func strict() throws {
        let server = try PrivateServer()
        let workshop = try HubWorkshop { Self.policy(server, ", audit: strict") }
        try workshop.hub.check(
            ["credential", "put", "agent", "--user", PrivateServer.user], input: PrivateServer.password + "\n")
        let port = workshop.hub.port
        let sidecar = try workshop.start()
        let direct = try PostgresConnection(PostgresAddress(server.url))
        let connection = try PostgresConnection(sidecar.lane())
        func rows() throws -> Int { try direct.ask("SELECT id FROM patients WHERE id > 100").rows.count }
        #expect(try connection.ask("INSERT INTO patients (id) VALUES (101)").error == nil)
        #expect(try rows() == 1)
        workshop.hub.kill()
        let refused = try connection.ask("INSERT INTO patients (id) VALUES (102)")
        #expect(refused.error?["C"] == "57P03", "\(refused.summary)")
        #expect(refused.error?["M"]?.contains("has not cosigned the record of this operation") == true)
        #expect(try rows() == 1)
        // Nobody gets in either.
        let late = try? PostgresConnection(sidecar.lane()).ask("INSERT INTO patients (id) VALUES (103)")
        #expect(late == nil || late?.error != nil, "\(late?.summary ?? "")")
        #expect(try rows() == 1)
        let back = try HubProcess(folder: workshop.hub.folder, port: port)
        try sidecar.wait("the hub") { try HubWorkshop.hub(sidecar)["reachable"] as? Bool == true }
        let again = try PostgresConnection(sidecar.lane())
        #expect(try again.ask("INSERT INTO patients (id) VALUES (104)").error == nil)
        #expect(try rows() == 2)
        try waitUntilShipped(sidecar, atLeast: 6)
        let log = try back.check(["audit", "search", "--log", try instance(sidecar), "--limit", "9999"])
        #expect(log.contains("abandoned"), "what was not done is said: \(log)")
        #expect(try back.check(["audit", "verify", try instance(sidecar)]).hasPrefix("intact: "))
    }

    private static func policy(_ server: PrivateServer, _ more: String) -> String {
        """
        apiVersion: chaperone/v1
        targets:
          ehr: { protocol: postgres, upstream: '127.0.0.1:\(server.port)', listen: '127.0.0.1:0', tls: disable, \
        database: postgres, credential: agent\(more) }
        rules: [{ name: all, when: { statement: [select, insert] }, action: allow }]
        roles: { analyst: { match: { groups: analysts }, targets: [ehr] } }
        """
    }

    @Test("waits for a hub that stands still, and is complete when it moves again")
    func stalled() throws {
        let workshop = try HubWorkshop()
        let sidecar = try workshop.start()
        try waitUntilShipped(sidecar)
        let before = try records(sidecar)
        workshop.hub.signal(SIGSTOP)
        sleep(3)
        #expect(sidecar.isRunning)
        workshop.hub.signal(SIGCONT)
        try workshop.push(["ehr", "billing"])
        try waitUntilShipped(sidecar, atLeast: before + 1)
        #expect(try workshop.hub.check(["audit", "verify", try instance(sidecar)]).hasPrefix("intact: "))
    }

    @Test("serves nobody when its state was rolled back, and the hub tells people")
    func rolledBack() throws {
        let workshop = try HubWorkshop()
        var sidecar = try workshop.start()
        let name = try instance(sidecar)
        try waitUntilShipped(sidecar)
        sidecar.signal(SIGTERM)
        #expect(try sidecar.waitUntilEnd() == 0)
        try FileManager.default.copyItem(at: workshop.file("state"), to: workshop.file("snapshot"))
        for _ in 0..<3 {
            sidecar = try workshop.start()
            try waitUntilShipped(sidecar)
            sidecar.signal(SIGTERM)
            #expect(try sidecar.waitUntilEnd() == 0)
        }
        try FileManager.default.removeItem(at: workshop.file("state"))
        try FileManager.default.moveItem(at: workshop.file("snapshot"), to: workshop.file("state"))
        // It never becomes ready, and says why.
        let failure = #expect(throws: TestFailure.self) { try workshop.start() }
        #expect("\(String(describing: failure))".contains("rolled back or copied"))
        let events = try workshop.hub.check(["events"]).split(separator: "\n").filter { $0.contains(name) }
        #expect(events.contains { $0.contains("audit-rollback") && $0.contains("critical") }, "\(events)")
    }

    @Test("is refused to a copy of it that runs beside it, and the hub tells people")
    func cloned() throws {
        let workshop = try HubWorkshop()
        var sidecar = try workshop.start()
        let name = try instance(sidecar)
        try waitUntilShipped(sidecar)
        sidecar.signal(SIGTERM)
        #expect(try sidecar.waitUntilEnd() == 0)
        try FileManager.default.copyItem(at: workshop.file("state"), to: workshop.file("stolen"))
        sidecar = try workshop.start()
        try waitUntilShipped(sidecar)
        var arguments = workshop.arguments()
        let state = try #require(arguments.firstIndex(of: workshop.file("state").path()))
        arguments[state] = workshop.file("stolen").path()
        let clone = try? RunningSidecar(in: workshop.folder, arguments)
        let deadline = Date(timeIntervalSinceNow: 60)
        var events = ""
        while Date() < deadline, !events.contains("audit-fork"), !events.contains("audit-rollback") {
            // Each goes on with what only it knows.
            try workshop.push(["ehr", "billing"])
            try workshop.push(["ehr"])
            Thread.sleep(forTimeInterval: 1)
            events = try workshop.hub.check(["events"])
        }
        #expect(events.contains("audit-fork") || events.contains("audit-rollback"), "\(events)")
        #expect(try workshop.hub.check(["audit", "verify", name]).hasPrefix("intact: "))
        clone?.signal(SIGKILL)
    }
}
