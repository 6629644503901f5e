import Foundation
import Glibc
import TestSupport
import Testing

/// The first promise of docs/audit.md: nothing reaches the server unrecorded, not even when the sidecar dies.
@Suite("A sidecar killed at any moment", .serialized)
struct KilledSidecar {
    private static let roundsPerMode = 3
    private static let statementsMinimum = 200
    private static let seed: UInt64 = 20_260_101

    @Test("leaves no statement in the server's log without its intent, and a log that verifies")
    func nothingUnrecorded() async throws {
        let found = try await OffPool.run { try Self.rounds() }
        #expect(found.broken.isEmpty, "\(found.broken.joined(separator: "\n"))")
        let total = found.sent.values.reduce(0, +)
        #expect(total > Self.statementsMinimum, "too little load to tell: \(total) statements")
        let unrecorded = found.sent.filter { $0.value > found.intents[$0.key, default: 0] }
        #expect(
            unrecorded.isEmpty,
            """
            \(unrecorded.count) of \(found.sent.count) texts reached the server more often than they were recorded:
            \(unrecorded.prefix(5).map { "\($0.value) against \(found.intents[$0.key, default: 0]): \($0.key)" })
            """)
    }

    private struct Findings: Sendable {
        /// What each `audit verify` said that failed.
        var broken: [String] = []
        var sent: [String: Int] = [:]
        var intents: [String: Int] = [:]
    }

    private static func rounds() throws -> Findings {
        var stack = try Stack(
            name: "killed", seed: 1, sql: [Repository.fixture("clients.sql")],
            policy: Repository.fixture("clients.yaml"))
        let log = try ServerLog(of: stack, role: try role(at: stack.lane()))
        let program = Repository.chaperone.path()
        let folder = try stack.variable("AUDIT_DIR")
        var findings = Findings()
        var random = SeededGenerator(seed: seed)
        for mode in ["simple", "extended", "prepared"] {
            for _ in 0..<roundsPerMode {
                let load = try Load(mode: mode, at: stack.lane())
                Thread.sleep(forTimeInterval: 0.4 + Double(random.next() % 2600) / 1000)
                kill(try stack.sidecarProcess, SIGKILL)
                try load.waitUntilEnd()
                stack = try stack.restarted()
                let verified = try Command(program, ["audit", "verify", folder]).run()
                if !verified.succeeded { findings.broken.append("killed under pgbench -M \(mode): \(verified.story)") }
            }
        }
        findings.sent = try log.statements()
        findings.intents = try IntentLog.statements(program: program, folder: folder)
        return findings
    }

    /// As whom the lane logs in at the server.
    private static func role(at lane: PostgresAddress) throws -> String {
        let answer = try PostgresConnection(lane).ask("SELECT current_user")
        guard let cell = answer.rows.first?.first, let cell else {
            throw TestFailure("the lane does not tell its role: \(answer.summary)")
        }
        return String(decoding: cell, as: UTF8.self)
    }
}
