import Foundation
import Lane
import Logging
import NIOCore
import NIOPosix
import Policy
import PostgresLane
import Spool
import TestSupport

/// A lane in this process, before `HeldServer`, with partners of the test's own. Stopped by `end`.
final class LaneUnderTest: Sendable {
    let lane: PostgresLane
    let desk = FakeDesk()
    let cosigner = FakeCosigner()
    private let trail: AuditTrail
    private let folder: String

    static let principal = "bot"

    init(
        _ policy: LanePolicy, credentials: (any CredentialSource)? = nil, identities: (any IdentityVerifier)? = nil,
        limits: LaneLimits = LaneLimits()
    ) async throws {
        folder = FileManager.default.temporaryDirectory.path + "/held-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        trail = try AuditTrail.open(stateDirectory: folder, version: "test", bundleNumber: 1)
        lane = try PostgresLane(
            configuration: LaneConfiguration(
                policy: policy, credentials: credentials ?? Credential(user: "agent", password: HeldServer.password),
                approvals: desk, identities: identities, cosigned: cosigner, limits: limits),
            trail: trail, group: MultiThreadedEventLoopGroup.singleton,
            logger: Logger(label: "held") { _ in SwiftLogNoOpLogHandler() }, metrics: LaneMetrics())
        try await lane.start()
        try await ready()
    }

    func ready() async throws { try await Waiting.until("a ready lane") { lane.readiness == .ready } }

    /// Stops the lane, and gives what it recorded: one line of JSON each.
    @discardableResult
    func end() async throws -> [String] {
        await lane.stop()
        try await Waiting.until("the sessions' end") { lane.sessionCount == 0 }
        try trail.close(reason: "test")
        let text = try String(contentsOfFile: folder + "/audit/records-00000000000000000000.jsonl", encoding: .utf8)
        try FileManager.default.removeItem(atPath: folder)
        return text.split(separator: "\n").map(String.init)
    }

    var address: PostgresAddress {
        get throws {
            guard let port = lane.localAddress?.port else { throw TestFailure("the lane does not listen") }
            return try PostgresAddress(
                "postgresql://agent@127.0.0.1:\(port)/\(lane.policy.target.postgres?.database ?? "")")
        }
    }

    func connect(token: String? = nil) async throws -> LaneClient {
        let address = try token.map { try self.address.user("agent", password: $0) } ?? address
        return try await OffPool.run { try LaneClient(address) }
    }

    /// What psql makes of a command: its output, and its errors and notices.
    func psql(_ text: String) async throws -> Command.Outcome {
        let url = try address.url
        return try await OffPool.run {
            try Command("psql", ["-XAtw", url, "-v", "VERBOSITY=verbose", "-c", text], timeoutSeconds: 120).run()
        }
    }

    // MARK: policies

    /// `patients.ssn` is masked. Deleting, and (with `limitsRows`) more than 1,000 rows of patients, need the office's approval.
    static func policy(
        number: UInt64 = 1, expiresAtSeconds: Int64? = nil, groups: [String] = ["analysts"], mask: Mask = .last4,
        deniesNotes: Bool = false, asksAgain: Bool? = nil, limitsRows: Bool = true,
        change: (inout Target) -> Void = { _ in }
    ) async throws -> LanePolicy {
        let server = try await HeldServer.address()
        let patients = QualifiedName("public", "patients")
        var target = Target(
            name: "ehr",
            service: .postgres(
                PostgresTerms(
                    database: server.database, tls: .disable,
                    phi: [ProtectedColumn(relation: patients, column: "ssn", mask: mask)])),
            upstream: .init(host: "127.0.0.1", port: server.port), listen: .init(host: "127.0.0.1", port: 0),
            credential: "agent")
        change(&target)
        var rules: [Rule] = []
        if deniesNotes {
            var notes = Rule.Condition()
            notes.tables = ["public.notes"]
            rules.append(Rule(name: "no-notes", when: notes, action: .deny))
        }
        var deletes = Rule.Condition()
        deletes.statements = [.delete]
        var bulk = Rule.Condition()
        bulk.tables = ["public.patients"]
        bulk.rowsOver = 1_000
        let office = Rule.Action.approve(approvers: ["office"], expiresSeconds: 60)
        rules.append(Rule(name: "deletes", when: deletes, action: office, asksAgain: asksAgain))
        if limitsRows { rules.append(Rule(name: "bulk", when: bulk, action: office, asksAgain: asksAgain)) }
        let bundle = Bundle(
            number: number, issuedAtSeconds: 0, expiresAtSeconds: expiresAtSeconds, targets: [target], rules: rules,
            defaultAction: .allow,
            roles: [
                Role(name: "analyst", groups: ["analysts"], targets: ["ehr"]),
                Role(
                    name: "clinician", groups: ["clinicians"], targets: ["ehr"],
                    reveal: [.init(relation: patients, column: "ssn")]),
            ])
        return LanePolicy(target: target, bundle: bundle, principal: principal, groups: groups)
    }
}
