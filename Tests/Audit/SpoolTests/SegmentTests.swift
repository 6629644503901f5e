import Foundation
import Spool
import Testing

/// A segment takes records while the end of the one before it is still on its way to the disk: what a kill or a power cut
/// leaves of both.
@Suite struct SegmentTests {
    private static let limits = {
        var configuration = SpoolConfiguration()
        configuration.segmentBytes = 4_096
        // Checkpoints come when the test asks.
        configuration.checkpointRecords = 1_000_000
        configuration.checkpointMilliseconds = 1_000_000
        configuration.exposureMilliseconds = 1_000_000
        return configuration
    }()

    /// Two segments as a power cut can leave them: the second has been begun, and the newest checkpoint on the disk is one
    /// of before the first one's end.
    private func interrupted() throws -> TrailFixture {
        let fixture = try TrailFixture()
        let trail = try fixture.open(Self.limits)
        for number in 1...5 { try trail.append(TrailFixture.statement(number)) }
        try trail.checkpoint()
        let signed = try fixture.read(fixture.audit + "/checkpoint")
        for number in 6...40 { try trail.append(TrailFixture.statement(number)) }
        try trail.checkpoint()
        for number in 41...45 { try trail.append(TrailFixture.statement(number)) }
        let copy = try fixture.copy()
        try trail.close(reason: "test")
        try copy.write(copy.audit + "/checkpoint", signed)
        #expect(try segments(copy).count == 2)
        return copy
    }

    private func segments(_ fixture: TrailFixture) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: fixture.audit).filter { $0.hasSuffix(".jsonl") }.sorted()
            .map { fixture.audit + "/" + $0.dropLast(".jsonl".count) }
    }

    @Test(arguments: [true, false])
    func `A segment that was begun before the one before it was signed for is kept`(hasTree: Bool) throws {
        let fixture = try interrupted()
        if !hasTree { try FileManager.default.removeItem(atPath: try segments(fixture)[1] + ".tree") }
        let trail = try fixture.open(Self.limits)
        try trail.append(TrailFixture.statement(46))
        try trail.close(reason: "test")
        // open, 45 statements, gap, open, a statement, close
        #expect(try fixture.verify().records == 50)
        #expect(try fixture.fault() == nil)
        try fixture.open(Self.limits).close(reason: "test")
    }

    @Test func `A segment whose beginning a power cut has taken is cut off with it, and told of`() throws {
        let fixture = try interrupted()
        let (first, second) = (try segments(fixture)[0], try segments(fixture)[1])
        let bytes = try fixture.read(first + ".jsonl")
        try fixture.write(first + ".jsonl", Array(bytes.dropLast(1_000)))
        try FileManager.default.removeItem(atPath: first + ".hashes")
        let trail = try fixture.open(Self.limits)
        try trail.close(reason: "test")
        #expect(!FileManager.default.fileExists(atPath: second + ".jsonl"))
        #expect(try fixture.fault() == nil)
        let text = String(decoding: try fixture.read(first + ".jsonl"), as: UTF8.self)
        #expect(text.contains("cut off; segments behind it: 1"))
    }

    @Test func `What was signed for is missed however many segments are behind it`() throws {
        let fixture = try interrupted()
        let first = try segments(fixture)[0]
        try fixture.write(first + ".jsonl", Array(try fixture.read(first + ".jsonl").prefix(600)))
        try FileManager.default.removeItem(atPath: first + ".hashes")
        #expect(throws: AuditFailure.self) { try fixture.open(Self.limits) }
    }
}
