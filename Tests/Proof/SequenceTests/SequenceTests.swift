import Sequences
import TestSupport
import Testing

/// A few of the random sequences; `swift run sequences` has as many as one has time for.
@Suite("Random sequences of messages") struct SequenceTests {
    private static let seed: UInt64 = 12
    private static let count = 500

    @Test func `are each answered to the statement that the log credits, and show no protected value`() async throws {
        let report = try await OffPool.run { try SequenceRun(seed: Self.seed).run(from: 0, count: Self.count) }
        for finding in report.findings { Issue.record("\(finding)") }
        #expect(report.sequences == Self.count)
        // Sequences that all end at once prove nothing.
        #expect(report.outcomes > Self.count)
        #expect(report.statuses["completed", default: 0] > report.outcomes / 4)
        #expect(report.statuses["failed", default: 0] > report.outcomes / 20)
    }
}
