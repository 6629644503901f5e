import Glibc
import HubAPI
import Lane
import Policy
import PostgresLane
import TestSupport
import Testing

@Suite("A policy that changes while sessions go on", .serialized) struct LivePolicyTests {
    @Test func `judges their next statement`() async throws {
        let lane = try await LaneUnderTest(await LaneUnderTest.policy())
        let connection = try await lane.connect()
        #expect(try await connection.cell("SELECT count(*) FROM notes WHERE id <= 3") == "3")
        try await lane.lane.update(await LaneUnderTest.policy(number: 2, deniesNotes: true))
        #expect(try await connection.cell("SELECT count(*) FROM notes WHERE id <= 3") == "42501")
        try await lane.lane.update(await LaneUnderTest.policy(number: 3))
        #expect(try await connection.cell("SELECT count(*) FROM notes WHERE id <= 3") == "3")
        let records = try await lane.end()
        #expect(records.filter { $0.contains("\"type\":\"policy_change\"") }.count == 2)
    }

    @Test func `masks by the new policy, and does not run what was prepared under the old one`() async throws {
        let lane = try await LaneUnderTest(await LaneUnderTest.policy())
        let connection = try await lane.connect()
        _ = try await connection.answer(to: "PREPARE a AS SELECT ssn FROM patients WHERE id = 7")
        #expect(try await connection.cell("EXECUTE a") == "***-**-0007")
        try await lane.lane.update(await LaneUnderTest.policy(number: 2, mask: .null))
        #expect(try await connection.cell("EXECUTE a") == "0A000")
        #expect(try await connection.answer(to: "SELECT ssn FROM patients WHERE id = 7").rows == [[nil]])
        try await lane.end()
    }

    @Test func `ends the sessions of a principal that has no role any more`() async throws {
        let lane = try await LaneUnderTest(await LaneUnderTest.policy())
        let connection = try await lane.connect()
        try await lane.lane.update(await LaneUnderTest.policy(number: 2, groups: ["guests"]))
        #expect(lane.lane.sessionCount == 0)
        #expect(try await connection.cell("SELECT 1") == "28000")
        #expect(try await lane.psql("SELECT 1").errors.contains("has no role on target"))
        try await lane.lane.update(await LaneUnderTest.policy(number: 3, groups: ["clinicians"]))
        try await lane.ready()
        #expect(try await lane.connect().cell("SELECT ssn FROM patients WHERE id = 7") == "219-09-0007")
        try await lane.end()
    }

    @Test func `gives a session another role with its principal's other groups`() async throws {
        let lane = try await LaneUnderTest(await LaneUnderTest.policy())
        let connection = try await lane.connect()
        try await lane.lane.update(await LaneUnderTest.policy(number: 2, groups: ["clinicians"]))
        #expect(try await connection.cell("SELECT ssn FROM patients WHERE id = 7") == "219-09-0007")
        try await lane.lane.update(await LaneUnderTest.policy(number: 3))
        #expect(try await connection.cell("SELECT ssn FROM patients WHERE id = 7") == "***-**-0007")
        try await lane.end()
    }

    @Test func `ends sessions whose connection upstream is not what it demands`() async throws {
        let lane = try await LaneUnderTest(await LaneUnderTest.policy())
        let connection = try await lane.connect()
        var policy = try await LaneUnderTest.policy(number: 2)
        policy.pseudonymKey = String(repeating: "ab", count: 32)
        try await lane.lane.update(policy)
        #expect(try await connection.cell("SELECT 1") == "57P01")
        try await lane.ready()
        #expect(try await lane.connect().cell("SELECT 1") == "1")
        try await lane.end()
    }

    @Test func `keeps the key of pseudonyms from sessions that see none, also when a session's role changes`()
        async throws
    {
        func policy(_ number: UInt64, _ groups: [String]) async throws -> LanePolicy {
            var policy = try await LaneUnderTest.policy(number: number, groups: groups, mask: .pseudonym)
            policy.pseudonymKey = String(repeating: "ab", count: 32)
            return policy
        }
        let key = "SELECT current_setting('chaperone.key', true)"
        let lane = try await LaneUnderTest(try await policy(1, ["clinicians"]))
        let clinician = try await lane.connect()
        #expect(try await clinician.cell("SELECT ssn FROM patients WHERE id = 7") == "219-09-0007")
        #expect(try await clinician.answer(to: key).rows == [[nil]])
        // With the masks comes the key, and it does not stay behind them.
        try await lane.lane.update(try await policy(2, ["analysts"]))
        #expect(try await clinician.cell("SELECT 1") == "57P01")
        let analyst = try await lane.connect()
        #expect(try await analyst.cell("SELECT ssn FROM patients WHERE id = 7").hasPrefix("219") == false)
        #expect(try await analyst.cell(key) == "42501")
        try await lane.lane.update(try await policy(3, ["clinicians"]))
        #expect(try await analyst.cell("SELECT 1") == "57P01")
        try await lane.end()
    }

    @Test func `moves the listener, and sessions stay`() async throws {
        let lane = try await LaneUnderTest(await LaneUnderTest.policy())
        let connection = try await lane.connect()
        let old = try lane.address
        let port = try LoopbackSocket().port
        try await lane.lane.update(
            await LaneUnderTest.policy(number: 2) { $0.listen = Target.Address(host: "127.0.0.1", port: port) })
        #expect(try lane.address.port == port)
        #expect(try await connection.cell("SELECT 1") == "1")
        #expect(try await lane.connect().cell("SELECT 1") == "1")
        await #expect(throws: TestFailure.self) {
            try await OffPool.run { _ = try PostgresConnection(old) }
        }
        try await lane.end()
    }

    @Test func `permits nothing when its lease has ended, until it is renewed`() async throws {
        let lane = try await LaneUnderTest(await LaneUnderTest.policy())
        let connection = try await lane.connect()
        #expect(try await connection.cell("SELECT 1") == "1")
        let now = Int64(time(nil))
        try await lane.lane.update(await LaneUnderTest.policy(number: 2, expiresAtSeconds: now + 1))
        try await Waiting.until("the lease's end") { lane.lane.readiness != .ready }
        let error = try await connection.answer(to: "SELECT 1").error
        #expect(error?["C"] == "57P03")
        #expect(error?["M"]?.contains("the policy's lease has ended: the hub could not be reached") == true)
        #expect(try await lane.psql("SELECT 1").errors.contains("lease has ended"))
        try await lane.lane.update(await LaneUnderTest.policy(number: 3, expiresAtSeconds: now + 600))
        #expect(try await connection.cell("SELECT 1") == "1")
        try await lane.end()
    }

    @Test func `without the target ends all of its sessions, and nobody listens`() async throws {
        let lane = try await LaneUnderTest(await LaneUnderTest.policy())
        let connection = try await lane.connect()
        let address = try lane.address
        await lane.lane.withdraw(reason: "the policy has no such target any more")
        #expect(try await connection.cell("SELECT 1") == "57P01")
        await #expect(throws: TestFailure.self) {
            try await OffPool.run { _ = try PostgresConnection(address) }
        }
        try await lane.end()
    }

    @Test func `that takes a held statement's permission away leaves it unsent when it is approved`() async throws {
        let lane = try await LaneUnderTest(await LaneUnderTest.policy())
        let connection = try await lane.connect()
        async let answer = connection.answer(to: "DELETE FROM notes")
        let request = try await lane.desk.request()
        try await lane.lane.update(await LaneUnderTest.policy(number: 2, deniesNotes: true))
        lane.desk.decide(request.id, .approved)
        #expect(try await answer.error?["C"] == "42501")
        #expect(try await HeldServer.value("SELECT count(*) FROM notes WHERE id <= 3") == "3")
        try await lane.end()
    }
}
