import Foundation
import HubAPI
import HubStore
import Policy
import TestSupport
import Testing

/// What principals have taken, of all sidecars together.
@Suite("Usage at the hub", .serialized) struct HubUsageTests {
    private static func store() throws -> (SQLiteStore, URL) {
        let folder = FileManager.default.temporaryDirectory.appending(path: "usage-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return (try SQLiteStore(path: folder.appending(path: "hub.sqlite").path()), folder)
    }

    private static func report(_ rows: UInt64, hour: Int64 = 100, of principal: String = "bot") -> UsageReport {
        UsageReport(
            hour: hour, principals: [.init(principal: principal, rows: rows, cells: rows, lookups: 1)])
    }

    @Test func `each start of a sidecar hears of all others, its own earlier ones too`() async throws {
        let (store, folder) = try Self.store()
        defer { try? FileManager.default.removeItem(at: folder) }
        func tell(
            _ rows: UInt64, _ instance: String, _ boot: String, hour: Int64 = 100, of principal: String = "bot",
            limit: Int = 10
        ) async throws -> UInt64? {
            let others = try await store.keep(
                Self.report(rows, hour: hour, of: principal), instance: instance, boot: boot, entriesLimit: limit)
            #expect(others.hour == hour && others.principals.map(\.principal) == [principal])
            return others.principals.first?.rows
        }
        #expect(try await tell(10, "a", "1") == 0)
        #expect(try await tell(5, "b", "1") == 10)
        #expect(try await tell(12, "a", "1") == 5)
        // It has started again: what it took before is others'.
        #expect(try await tell(0, "a", "2") == 17)
        #expect(try await tell(3, "a", "2") == 17)
        // Numbers never fall, whatever comes late.
        #expect(try await tell(1, "b", "1") == 15)
        #expect(try await tell(1, "c", "1") == 20)
        #expect(try await tell(0, "a", "1", of: "eve") == 0)
        #expect(try await tell(.max, "b", "1", of: "eve") == 0)
        // Another hour is another budget, and what is older than the last is forgotten.
        #expect(try await tell(1, "a", "2", hour: 101) == 0)
        #expect(try await tell(1, "b", "1", hour: 102) == 0)
        #expect(try await tell(0, "d", "1", hour: 100) == 0)
    }

    @Test func `an event is told once for each limit of a principal in an hour`() async throws {
        let (store, folder) = try Self.store()
        defer { try? FileManager.default.removeItem(at: folder) }
        #expect(try await store.keep(spent: ["rows_per_hour"], principal: "bot", hour: 1) == ["rows_per_hour"])
        #expect(
            try await store.keep(spent: ["lookups_per_hour", "rows_per_hour"], principal: "bot", hour: 1)
                == ["lookups_per_hour"])
        #expect(try await store.keep(spent: ["rows_per_hour"], principal: "eve", hour: 1) == ["rows_per_hour"])
        #expect(try await store.keep(spent: ["rows_per_hour"], principal: "bot", hour: 2) == ["rows_per_hour"])
    }

    @Test func `the hub answers a report with the sum of the others, and nothing to a heartbeat of before`()
        async throws
    {
        let hub = try HubProcess()
        let (first, second) = (try await SidecarClient.enrol(hub), try await SidecarClient.enrol(hub))
        let hour = UsageHour(atSeconds: Int64(Date().timeIntervalSince1970)).number
        func heartbeat(_ usage: UsageReport?) -> Heartbeat {
            var heartbeat = Heartbeat(
                boot: "b", version: "1", bundleNumber: 1, sessions: 0, heldStatements: 0, logSize: 0, cosignedSize: 0,
                spoolBytes: 0, nowSeconds: Int64(Date().timeIntervalSince1970))
            heartbeat.usage = usage
            return heartbeat
        }
        let plain = try await first.post(HubPath.heartbeat, heartbeat(nil))
        #expect(plain.status == 204)
        var usage = Self.report(7, hour: hour)
        usage.principals[0].spent = ["rows_per_hour", "no-such-limit"]
        let answer = try await first.post(HubPath.heartbeat, heartbeat(usage)).as(HeartbeatResponse.self)
        #expect(answer.others.principals == [.init(principal: "bot", rows: 0, cells: 0, lookups: 0)])
        let other = try await second.post(HubPath.heartbeat, heartbeat(Self.report(1, hour: hour)))
            .as(HeartbeatResponse.self)
        #expect(other.others.principals == [.init(principal: "bot", rows: 7, cells: 7, lookups: 1)])
        _ = try await first.post(HubPath.heartbeat, heartbeat(usage))
        let events = try hub.check(["events"]).split(separator: "\n").filter { $0.contains("limit-spent") }
        #expect(events.count == 1 && events.allSatisfy { $0.contains("rows_per_hour is spent until") }, "\(events)")
        // An hour that is none of the hub's is not counted, and what is too much is refused.
        #expect(try await first.post(HubPath.heartbeat, heartbeat(Self.report(1, hour: hour + 5))).status == 204)
        let many = UsageReport(
            hour: hour,
            principals: (0...UsageReport.principalsLimit).map {
                .init(principal: "\($0)", rows: 0, cells: 0, lookups: 0)
            })
        #expect(try await first.post(HubPath.heartbeat, heartbeat(many)).status == 400)
    }
}
