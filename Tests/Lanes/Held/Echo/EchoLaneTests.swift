import HubAPI
import Lane
import NIOCore
import Policy
import Synchronization
import TestSupport
import Testing

@Suite("A lane of a protocol that it knows nothing of", .serialized) struct EchoLaneTests {
    @Test func `records each operation before it runs, and its end`() async throws {
        let lane = try await EchoLane()
        let client = try await lane.connect("ana", "say hello", "shout hello")
        #expect(try await client.hear("2 denied: shout") == ["1 say hello", "2 denied: shout"])
        #expect(lane.lane.sessionCount == 1)
        let counts = lane.lane.metrics.snapshot
        #expect(counts.connectionsTotal == 1 && counts.statementsPermitted == 1 && counts.statementsRefused == 1)
        let records = try await lane.end().filter { $0.contains("\"principal\":\"ana\"") }
        let kinds = ["session_start", "intent", "outcome", "decision", "session_end"]
        #expect(records.count == kinds.count)
        for (record, kind) in zip(records, kinds) { #expect(record.contains("\"type\":\"\(kind)\"")) }
    }

    @Test func `lets in nobody whom it does not know`() async throws {
        let lane = try await EchoLane()
        let client = try await lane.connect("eve", "say hello")
        try await client.hear("0 the token is not accepted")
        try await client.hearEnd()
        #expect(try await lane.end().contains { $0.contains("chaperone/connection") })
    }

    @Test func `goes on with other operations while one waits for approval`() async throws {
        let lane = try await EchoLane()
        let client = try await lane.connect("ana", "ask first", "ask second", "say third")
        try await client.hear("3 say third")
        let (first, second) = (try await lane.desk.request(1), try await lane.desk.request(2))
        #expect(lane.lane.heldCount == 2)
        lane.desk.decide(second.id, .approved)
        try await client.hear("2 ask second")
        lane.desk.decide(first.id, .denied)
        try await client.hear("1 denied")
        #expect(lane.lane.heldCount == 0)
        let intents = try await lane.end().filter { $0.contains("\"type\":\"intent\"") }
        #expect(intents.count == 2)
        #expect(!intents.contains { $0.contains("ask first") })
    }

    @Test func `judges by another policy at once, and ends who has no role in it`() async throws {
        let lane = try await EchoLane()
        let client = try await lane.connect("ana", "say one")
        try await client.hear("1 say one")
        try await lane.lane.update(EchoLane.policy(number: 2, without: "say"))
        client.send("say two")
        try await client.hear("2 denied: say")
        try await lane.lane.update(EchoLane.policy(number: 3, groups: ["others"]))
        try await client.hear("0 principal \"ana\" has no role on target \"echo\"")
        try await client.hearEnd()
        #expect(try await lane.end().count { $0.contains("policy_change") } == 2)
    }

    @Test func `ends all when sessions are not what a policy demands`() async throws {
        let lane = try await EchoLane()
        let client = try await lane.connect("ana", "say one")
        try await client.hear("1 say one")
        try await lane.lane.update(EchoLane.policy(number: 2) { $0.identity = .pod })
        try await client.hear("0 the policy has changed how this lane connects to its server: connect again")
        try await lane.end()
    }

    @Test func `runs nothing before the hub has cosigned its intent`() async throws {
        var limits = LaneLimits()
        limits.cosignTimeoutSeconds = 1
        let lane = try await EchoLane(EchoLane.policy { $0.audit = .strict }, limits: limits)
        let client = try await lane.connect("ana", "say one")
        try await Waiting.until("the wait for the hub") { lane.cosigner.waits }
        #expect(client.lines.isEmpty)
        lane.cosigner.cosign()
        try await client.hear("1 say one")
        client.send("say two")
        try await Waiting.until("a failure") { client.lines.count == 2 }
        #expect(client.lines[1].contains("has not cosigned the record of this operation within 1 s"))
        #expect(try await lane.end().contains { $0.contains("\"status\":\"failed\"") })
    }

    @Test func `drains: what waits is given up, what is idle ends, what runs is ended in the end`() async throws {
        var limits = LaneLimits()
        limits.drainSecondsLimit = 1
        let lane = try await EchoLane(limits: limits)
        let idle = try await lane.connect("ana", "say one")
        let held = try await lane.connect("ana", "ask one")
        let busy = try await lane.connect("ana", "stay one", "say two")
        try await idle.hear("1 say one")
        _ = try await lane.desk.request()
        try await busy.hear("2 say two")
        await lane.lane.drain(graceSeconds: 0)
        #expect(lane.lane.sessionCount == 0)
        #expect(idle.lines.last == "0 the sidecar is shutting down")
        #expect(held.lines == ["1 withdrawn", "0 the sidecar is shutting down"])
        #expect(busy.lines.last?.contains("had not come to rest within 1 s") == true)
        #expect(lane.desk.withdrawn.count == 1)
        let records = try await lane.end()
        #expect(records.count { $0.contains("\"type\":\"session_end\"") } == 3)
        #expect(records.count { $0.contains("\"status\":\"abandoned\"") } == 1)
    }

    @Test func `counts connections that say nothing, and takes no more of them than it may`() async throws {
        var limits = LaneLimits()
        limits.startingLimit = 2
        limits.connectionsLimit = 3
        let lane = try await EchoLane(limits: limits)
        let silent = [try await lane.connect(), try await lane.connect()]
        try await Waiting.until("both") { lane.lane.startingCount == 2 }
        let third = try await lane.connect()
        try await third.hear("0 more than 2 connections that have not started")
        silent[0].send("ana")
        silent[1].send("ana")
        try await Waiting.until("both sessions") { lane.lane.sessionCount == 2 && lane.lane.startingCount == 0 }
        _ = try await lane.connect()
        try await Waiting.until("the third") { lane.lane.startingCount == 1 }
        let fourth = try await lane.connect()
        try await fourth.hear("0 more than 3 connections")
        for client in silent { client.channel.withLock(\.self)?.close(promise: nil) }
        try await Waiting.until("their places") { lane.lane.sessionCount == 0 }
        let again = try await lane.connect("ana", "say again")
        try await again.hear("1 say again")
        #expect(lane.lane.metrics.snapshot.connectionsRefused == 2)
        try await lane.end()
    }
}
