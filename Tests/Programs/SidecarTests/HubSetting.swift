import Foundation
import Policy
import TestSupport
import Testing

/// A role of a database, a hub that knows it, and a sidecar that has enrolled there. Gone with the object.
final class HubSetting {
    let workshop: HubWorkshop
    let sidecar: RunningSidecar
    let role: String
    private(set) var password: String
    let direct: PostgresAddress

    /// - Parameters:
    ///   - role: made for it.
    ///   - configuration: of the hub.
    ///   - ssn: how `clinic.patients.ssn` is protected.
    ///   - rules: of the policy, as a YAML list without its brackets.
    ///   - limits: of the agent's role in the policy.
    init(
        _ role: String, of server: Stack, identity: String = "pod", configuration: String? = nil,
        ssn: String = "last4",
        rules: String = "{ name: only-reading, when: { statement: [select] }, action: allow }",
        limits: String = ""
    ) throws {
        self.role = role
        direct = server.direct
        password = "pw-" + UUID().uuidString
        let address = direct
        let url = try #require(URLComponents(string: direct.url))
        workshop = try HubWorkshop(configuration: configuration) {
            """
            apiVersion: chaperone/v1
            targets:
              ehr:
                protocol: postgres
                upstream: 127.0.0.1:\(url.port ?? 0)
                listen: 127.0.0.1:0
                tls: disable
                database: \(address.database)
                credential: \(role)
                identity: \(identity)
                phi: { clinic.patients.ssn: \(ssn) }
            rules: [\(rules)]
            roles:
              analyst: { match: { groups: analysts }, targets: [ehr]\(limits.isEmpty ? "" : ", limits: { \(limits) }") }
            """
        }
        try Self.ask(direct, "CREATE ROLE \(role) LOGIN PASSWORD '\(password)'; GRANT pg_read_all_data TO \(role)")
        try workshop.hub.check(["credential", "put", role, "--user", role], input: password + "\n")
        sidecar = try workshop.start()
    }

    static func ask(_ address: PostgresAddress, _ sql: String) throws {
        let answer = try PostgresConnection(address).ask(sql)
        guard answer.error == nil else { throw TestFailure("\(answer.summary)") }
    }

    /// A new password in the database and in the hub.
    func rotate() throws {
        password = "pw-" + UUID().uuidString
        try Self.ask(direct, "ALTER ROLE \(role) PASSWORD '\(password)'")
        try workshop.hub.check(["credential", "put", role, "--user", role], input: password + "\n")
    }

    /// Another sidecar of the same principal, with a state folder of its own.
    func startAnother() throws -> RunningSidecar {
        let token = workshop.file("another-token")
        let text = try workshop.hub.check(["enrol-token", "create", "--principal", "bot", "--group", "analysts"])
        try Data("\(text)\n".utf8).write(to: token)
        return try RunningSidecar(
            in: workshop.folder,
            [
                "run", "--hub", workshop.hub.url, "--hub-ca", workshop.hub.authority, "--enrol-token-file",
                token.path(), "--state", workshop.file("another-state").path(), "--log-format", "json", "--grace", "0",
            ])
    }

    var lane: PostgresAddress { get throws { try lane(of: sidecar) } }

    func lane(of sidecar: RunningSidecar) throws -> PostgresAddress {
        let address = try #require(sidecar.addresses["LANE_ehr"])
        return try PostgresAddress("postgresql://agent@\(address)/\(direct.database)")
    }

    /// - Parameters:
    ///   - another: nil: through the first sidecar.
    ///   - password: may be a token.
    func psql(
        _ statements: String, through another: RunningSidecar? = nil, password: String = "", seconds: Double = 60
    ) throws -> Command.Outcome {
        try Command(
            "psql", ["-XAtq", try lane(of: another ?? sidecar).url], environment: ["PGPASSWORD": password],
            input: statements, timeoutSeconds: seconds
        ).run()
    }

    /// Records of the sidecar's log.
    func records(_ type: String) throws -> [[String: Any]] {
        let output = try Command(
            Repository.chaperone.path(),
            ["audit", "show", workshop.file("state/audit").path(), "--type", type, "--json"]
        ).check()
        return try output.split(separator: "\n").compactMap {
            try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
        }
    }
}
