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
