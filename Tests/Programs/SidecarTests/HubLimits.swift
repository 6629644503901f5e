import Foundation
import Glibc
import Policy
import TestSupport
import Testing

/// Sidecars of one principal, with a real hub, a real PostgreSQL and psql.
@Suite("Sidecars of one principal with limits", .serialized)
struct HubLimits {
    private static let server = Result { try Stack(name: "hub-limits", seed: 1, policy: nil) }
    /// What is told at once takes a moment; the machine may be busy.
    private static let toldSeconds = 30.0

    /// What the sidecar and the hub have told each other of the principal's rows.
    private static func waitUntilRefused(
        _ setting: HubSetting, _ sidecar: RunningSidecar, _ sql: String
    ) throws -> Command.Outcome {
        let deadline = Date(timeIntervalSinceNow: toldSeconds)
        var outcome = try setting.psql(sql, through: sidecar)
        while outcome.errors.isEmpty, Date() < deadline {
            usleep(100_000)
            outcome = try setting.psql(sql, through: sidecar)
        }
        return outcome
    }

    private static func setting(_ role: String, limits: String) throws -> HubSetting {
        try HubSetting(role, of: server.get(), ssn: "{ mask: last4, lookup: equality }", limits: limits)
    }

    private static func rows(_ count: Int) -> String {
        "SELECT id, ssn FROM clinic.patients ORDER BY id LIMIT \(count)"
    }

    /// Whether an hour ends in a moment, and its numbers with it.
    private static func waitForAnHour() {
        let left = 3_600 - Int(Date().timeIntervalSince1970) % 3_600
        if left < 60 { sleep(UInt32(left) + 1) }
    }

    @Test("share one hour's rows, also with a sidecar that has started again, and the hub tells of it")
    func rows() throws {
        Self.waitForAnHour()
        let setting = try Self.setting("limits_rows", limits: "rows_per_hour: 100")
        var first = setting.sidecar
        let second = try setting.startAnother()
        #expect(try setting.psql(Self.rows(60), through: first).output.split(separator: "\n").count == 60)
        // One statement alone would fit.
        let refused = try Self.waitUntilRefused(setting, second, Self.rows(45))
        #expect(refused.errors.contains("limit rows_per_hour of role \"analyst\""), "\(refused.story)")
        #expect(refused.errors.contains(" of 100 rows are used in this hour"), "\(refused.errors)")
        #expect(refused.errors.contains("it is free again at "), "\(refused.errors)")
        #expect(refused.output.split(separator: "\n").count <= 45)
        // Both know now; killed, and started again, it is not free.
        first.signal(SIGKILL)
        _ = try first.waitUntilEnd()
        first = try setting.workshop.start()
        let again = try Self.waitUntilRefused(setting, first, Self.rows(41))
        #expect(again.errors.contains("rows_per_hour"), "\(again.story)")
        try first.wait("the event") {
            try setting.workshop.hub.check(["events"]).contains("rows_per_hour is spent until")
        }
        let metrics = try PrometheusSamples(RawHTTP.ask(try first.adminPort, "/metrics").body)
        #expect(metrics["chaperone_limits_spent_total{target=\"ehr\",limit=\"rows_per_hour\"}"] ?? 0 >= 1)
        let events = try setting.workshop.hub.check(["events"]).split(separator: "\n")
        #expect(events.count { $0.contains("limit-spent") } == 1, "\(events)")
    }

    @Test("count lookups and cells, and go on counting with the hub away")
    func lookups() throws {
        Self.waitForAnHour()
        let setting = try Self.setting("limits_lookups", limits: "lookups_per_hour: 5, phi_cells_per_hour: 50")
        let first = setting.sidecar
        let second = try setting.startAnother()
        let three = "SELECT id FROM clinic.patients WHERE ssn IN ('1', '2', '3')"
        #expect(try setting.psql(three, through: first).errors.isEmpty)
        let refused = try Self.waitUntilRefused(setting, second, three)
        #expect(refused.errors.contains("limit lookups_per_hour of role"), "\(refused.story)")
        let held = try PostgresConnection(
            setting.lane(of: second))
        setting.workshop.hub.kill()
        #expect(try held.ask(three).error?["M"]?.contains("lookups_per_hour") == true)
        let own = "SELECT id, ssn FROM clinic.patients ORDER BY id LIMIT 30"
        #expect(try held.ask(own).rows.count == 30)
        let over = try held.ask(own)
        #expect(over.error?["M"]?.contains("limit phi_cells_per_hour of role") == true, "\(over.summary)")
        // Of what is not protected it takes nothing.
        #expect(try held.ask("SELECT id FROM clinic.patients LIMIT 60").rows.count == 60)
    }

    @Test("without a hub, a start goes on where the last one was")
    func withoutHub() throws {
        Self.waitForAnHour()
        let server = try PrivateServer()
        let workshop = try Workshop()
        try workshop.write("credentials/agent", PrivateServer.credential)
        try workshop.seal([server.target()], limits: RoleLimits(rowsPerHour: 3))
        var sidecar = try RunningSidecar(workshop)
        #expect(try PostgresConnection(sidecar.lane()).ask("SELECT 1 UNION SELECT 2").rows.count == 2)
        sidecar.signal(SIGTERM)
        _ = try sidecar.waitUntilEnd()
        sidecar = try RunningSidecar(workshop)
        let connection = try PostgresConnection(sidecar.lane())
        let refused = try connection.ask("SELECT 1 UNION SELECT 2")
        #expect(refused.error?["M"]?.contains("3 of 3 rows are used in this hour") == true, "\(refused.summary)")
        sidecar.signal(SIGKILL)
        _ = try sidecar.waitUntilEnd()
        try workshop.write("state/usage.json", "torn")
        let start = try workshop.run(workshop.arguments())
        #expect(start.status != 0 && start.errors.contains("usage.json"), "\(start.story)")
    }

    @Test("values that one cell carries count each, and columns that are not protected do not")
    func aggregates() throws {
        Self.waitForAnHour()
        let server = try PrivateServer()
        let direct = try PostgresConnection(PostgresAddress(server.url))
        let filled = try direct.ask(
            "INSERT INTO patients SELECT n, 'ssn-' || (1000 + n) FROM generate_series(2, 40) AS n")
        try #require(filled.error == nil, "\(filled.summary)")
        let workshop = try Workshop()
        try workshop.write("credentials/agent", PrivateServer.credential)
        try workshop.seal([server.target()], limits: RoleLimits(phiCellsPerHour: 1_000))
        let sidecar = try RunningSidecar(workshop)
        let lane = try PostgresConnection(sidecar.lane())
        /// What is used before a statement that asks for far too much.
        func used() throws -> String? {
            let over = "SELECT upper(string_agg(ssn || ssn, '')) FROM patients a CROSS JOIN (SELECT id FROM patients) b"
            let words = try #require(try lane.ask(over).error?["M"])
            return words.split(separator: " ").first { $0.allSatisfy(\.isNumber) }.map(String.init)
        }
        #expect(try used() == "0")
        var sum = 0
        // Nil: by the bytes.
        for (sql, cells) in [
            ("SELECT id FROM patients", 0 as Int?), ("SELECT id, ssn FROM patients", 40),
            ("SELECT string_agg(ssn, ',') FROM patients", 40), ("SELECT array_agg(ssn) FROM patients", 40),
            ("SELECT json_agg(p) FROM patients p", 80), ("SELECT row_to_json(p) FROM patients p WHERE id < 11", 20),
            ("SELECT p FROM patients p WHERE id < 11", 20), ("SELECT count(*) FROM patients", 1),
            ("SELECT string_agg(ssn, '') FROM patients WHERE id < 11", nil), ("SELECT 1", 0),
        ] {
            let answer = try lane.ask(sql)
            #expect(answer.error == nil, "\(sql): \(answer.summary)")
            sum += cells ?? answer.rows.first?.first??.count ?? 0
            #expect(try used() == "\(sum)", "\(sql)")
        }
    }
}
