import Glibc
import HubAPI
import Lane
import Policy
import PostgresLane
import TestSupport
import Testing

/// Row security by what the lane says of a session.
@Suite("Settings that the policy pins", .serialized) struct PinnedSettingTests {
    private static let own = "SELECT string_agg(id::text, ',' ORDER BY id) FROM own_notes"

    private static func policy(
        _ pins: [SettingPin] = [SettingPin(name: "app.user", source: .principal)], settings: [String]? = ["app.*"],
        identity: Target.Identity = .pod, protects: Bool = true
    ) async throws -> LanePolicy {
        try await LaneUnderTest.policy(groups: identity == .token ? [] : ["analysts"]) { target in
            target.postgres?.settings = settings
            target.postgres?.pins = pins
            target.identity = identity
            if !protects { target.postgres?.phi = [] }
        }
    }

    @Test("show a client its own rows, and no road leads to others", arguments: [true, false])
    func ownRows(protects: Bool) async throws {
        let lane = try await LaneUnderTest(await Self.policy(protects: protects))
        let client = try await lane.connect()
        #expect(try await client.cell(Self.own) == "1,2")
        for text in [
            "SET app.\"user\" = 'somebody'", "SELECT set_config('app.user', 'somebody', false)",
            "SELECT take_over('somebody')", "DO $$ BEGIN PERFORM set_config('app.user', 'somebody', false); END $$",
            "ALTER ROLE agent SET app.\"user\" = 'somebody'",
            "UPDATE pg_settings SET setting = 'somebody' WHERE name = 'app.user'",
        ] {
            #expect(try await client.cell(text) == "42501", "\(text)")
        }
        for text in ["RESET app.\"user\"", "SET app.\"user\" TO DEFAULT", "RESET ALL", "DISCARD ALL"] {
            #expect(try await client.answer(to: text).error == nil, "\(text)")
            #expect(try await client.cell(Self.own) == "1,2", "\(text)")
        }
        let address = try lane.address.url
        for option in ["-c app.user=somebody", "--app.user=somebody", "-c App.User=somebody"] {
            let outcome = try await OffPool.run {
                try Command(
                    "psql", ["-XAtw", address, "-c", Self.own], environment: ["PGOPTIONS": option]
                ).run()
            }
            #expect(outcome.status == 2 && outcome.errors.contains("the policy has set it"), "\(outcome.story)")
        }
        // Even where the role has another at the server.
        _ = try await HeldServer.value("ALTER ROLE agent SET app.\"user\" = 'somebody'; SELECT 1")
        #expect(try await lane.connect().cell(Self.own) == "1,2")
        _ = try await HeldServer.value("ALTER ROLE agent RESET app.\"user\"; SELECT 1")
        try await lane.end()
    }

    @Test func `leave those that the policy opens to the client`() async throws {
        let lane = try await LaneUnderTest(await Self.policy())
        let client = try await lane.connect()
        #expect(try await client.cell("SELECT set_config('app.tenant', 'red', false)") == "red")
        #expect(try await client.cell(Self.own) == "1,2,5")
        _ = try await client.answer(to: "BEGIN; SET LOCAL app.tenant = 'none'")
        #expect(try await client.cell(Self.own) == "1,2")
        _ = try await client.answer(to: "ROLLBACK")
        #expect(try await client.cell(Self.own) == "1,2,5")
        #expect(try await client.cell("SET other.tenant = 'red'") == "42501")
        client.send(
            ExtendedMessage.parse("", "SELECT set_config('app.tenant', $1, false)")
                + ExtendedMessage.bind("", values: ["nobody"]) + ExtendedMessage.execute() + FrontendMessage.sync)
        #expect(try await client.answer().error == nil)
        #expect(try await client.cell(Self.own) == "1,2")
        try await lane.end()
    }

    @Test func `come from the token's principal and claims, and a token without the claim gets no session`()
        async throws
    {
        func identity(_ claims: [String: String]?) -> IdentityResponse {
            IdentityResponse(
                principal: "https://idp#ana", groups: ["analysts"], expiresAtSeconds: Int64(time(nil)) + 600,
                claims: claims)
        }
        let pins = [
            SettingPin(name: "app.user", source: .principal), SettingPin(name: "app.tenant", source: .claim("tenant")),
            SettingPin(name: "app.role", source: .role),
        ]
        let lane = try await LaneUnderTest(
            await Self.policy(pins, identity: .token),
            identities: FakeIdentities(tokens: ["ana": identity(["tenant": "red"]), "none": identity(nil)]))
        let client = try await lane.connect(token: "ana")
        #expect(try await client.cell(Self.own) == "4,5")
        #expect(try await client.cell("SHOW app.role") == "analyst")
        #expect(try await client.cell("SET app.tenant = 'blue'") == "42501")
        await #expect(throws: TestFailure.self) { try await lane.connect(token: "none") }
        #expect(try await lane.end().contains { $0.contains("has no claim \\\"tenant\\\"") })
    }

    @Test func `end the sessions of before when they change`() async throws {
        let lane = try await LaneUnderTest(await Self.policy([SettingPin(name: "app.user", source: .role)]))
        let client = try await lane.connect()
        #expect(try await client.cell("SHOW app.\"user\"") == "analyst")
        try await lane.lane.update(await Self.policy())
        try await Waiting.until("the session's end") { lane.lane.sessionCount == 0 }
        try await lane.ready()
        #expect(try await lane.connect().cell(Self.own) == "1,2")
        try await lane.end()
    }
}
