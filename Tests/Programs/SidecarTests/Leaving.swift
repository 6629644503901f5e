import Foundation
import Glibc
import TestSupport
import Testing

/// A sidecar that ends in order: a pod that is deleted.
@Suite(.serialized) struct Leaving {
    @Test func `whoever ends in order has left, is not missed, and comes back without an alarm`() throws {
        let workshop = try HubWorkshop()
        let sidecar = try workshop.start()
        sidecar.signal(SIGTERM)
        #expect(try sidecar.waitUntilEnd() == 0)
        let left = try workshop.hub.check(["instances", "list"])
        #expect(left.contains(" left "), "\(left)")
        let again = try workshop.start()
        try again.wait("a heartbeat") { try workshop.hub.check(["instances", "list"]).contains(" alive ") }
        let events = try workshop.hub.check(["events"])
        #expect(!events.contains("heartbeat-"), "\(events)")
    }

    @Test func `what the hub has not got is named in the log's last words`() throws {
        let workshop = try HubWorkshop()
        let sidecar = try workshop.start()
        workshop.hub.kill()
        sidecar.signal(SIGTERM)
        #expect(try sidecar.waitUntilEnd() == 0)
        #expect(sidecar.logText.contains("has not reached the hub"), "\(sidecar.logText)")
    }

    @Test func `a hub that says nothing holds nobody up for longer than a pod may take`() throws {
        let workshop = try HubWorkshop()
        let sidecar = try workshop.start()
        kill(workshop.hub.number, SIGSTOP)
        defer { kill(workshop.hub.number, SIGCONT) }
        let began = Date()
        sidecar.signal(SIGTERM)
        #expect(try sidecar.waitUntilEnd() == 0)
        #expect(Date().timeIntervalSince(began) < 30, "Kubernetes kills after 30 s")
        #expect(sidecar.logText.contains("has not reached the hub"), "\(sidecar.logText)")
    }
}
