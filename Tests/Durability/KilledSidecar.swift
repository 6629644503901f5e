import Foundation
import TestSupport
import Testing

/// The first promise of docs/audit.md: nothing reaches the server unrecorded, not even when the sidecar dies.
@Suite("A sidecar killed at any moment", .serialized)
struct KilledSidecar {
    private static let roundsPerMode = 3
    private static let seed: UInt64 = 20_260_101

    @Test("leaves no statement in the server's log without its intent, and a log that verifies")
    func nothingUnrecorded() async throws {
        try await OffPool.run {
            let stack = try Stack(
                name: "killed", seed: 1, sql: [Repository.fixture("clients.sql")],
                policy: Repository.fixture("clients.yaml"))
            let sidecar = try SidecarProcess(of: stack)
            let role = try Self.role(at: sidecar.address)
            let log = try ServerLog(of: stack.direct, role: role)
            var random = SplitMix(state: Self.seed)
            for mode in ["simple", "extended", "prepared"] {
                for _ in 0..<Self.roundsPerMode {
                    let load = try Load(mode: mode, at: sidecar.address)
                    Thread.sleep(forTimeInterval: 0.3 + Double(random.next() % 1500) / 1000)
                    sidecar.kill()
                    try load.waitUntilEnd()
                    try sidecar.start()
                    let verified = try Command(sidecar.program, ["audit", "verify", sidecar.auditFolder]).run()
                    #expect(verified.succeeded, "after a kill under pgbench -M \(mode): \(verified.story)")
                }
            }
            try sidecar.stop()
            let sent = try log.statements()
            let intents = try IntentLog.statements(program: sidecar.program, folder: sidecar.auditFolder)
            let unrecorded = sent.filter { $0.value > intents[$0.key, default: 0] }
            #expect(sent.values.reduce(0, +) > 1000, "too little load to tell: \(sent.values.reduce(0, +)) statements")
            #expect(
                unrecorded.isEmpty,
                """
                \(unrecorded.count) of \(sent.count) texts reached the server more often than they were recorded:
                \(unrecorded.prefix(5).map { "\($0.value) against \(intents[$0.key, default: 0]): \($0.key)" })
                """)
        }
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
