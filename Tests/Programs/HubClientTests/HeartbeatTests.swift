import HubAPI
import HubClient
import TestSupport
import Testing

/// What a hub of now and one of before answer to a heartbeat.
@Suite("Heartbeats") struct HeartbeatTests {
    private static var heartbeat: Heartbeat {
        Heartbeat(
            boot: "b", version: "1", bundleNumber: 1, sessions: 0, heldStatements: 0, logSize: 0, cosignedSize: 0,
            spoolBytes: 0, nowSeconds: 0)
    }

    private func answer(_ answer: FakeAnswer) async throws -> HeartbeatResponse? {
        let certificates = try await OffPool.run { try TestCertificates() }
        let hub = try await FakeHub(certificates) { _ in answer }
        let client = try Instance.client(port: hub.port, authority: certificates.authority)
        defer { client.shutDown() }
        var heartbeat = Self.heartbeat
        heartbeat.usage = UsageReport(hour: 1, principals: [.init(principal: "p", rows: 1, cells: 2, lookups: 3)])
        return try await client.heartbeat(heartbeat)
    }

    @Test func `A hub of before answers nothing`() async throws { #expect(try await answer(.nothing) == nil) }

    @Test func `A hub tells what others have taken`() async throws {
        let others = UsageReport(hour: 1, principals: [.init(principal: "p", rows: 4, cells: 5, lookups: 6)])
        let text =
            #"{"others":{"hour":1,"principals":[{"principal":"p","rows":4,"cells":5,"lookups":6,"new":7}]},"new":8}"#
        #expect(try await answer(.json(text))?.others == others)
    }

    @Test func `Garbage is none`() async throws {
        await #expect(throws: HubFailure.self) { try await answer(.json("{}")) }
    }

    @Test func `Heartbeats of sidecars of before, and of later ones, are read`() throws {
        let text =
            #"{"boot":"b","version":"1","bundle_number":1,"sessions":0,"held_statements":0,"log_size":0,"cosigned_size":0,"spool_bytes":0,"now_seconds":0,"later":{}}"#
        #expect(try HubJSON.decode(Heartbeat.self, from: text.utf8) == Self.heartbeat)
    }
}
