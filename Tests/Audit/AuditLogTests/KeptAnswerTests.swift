import AuditLog
import SignedNote
import Testing

/// What is kept of an answer as it comes.
@Suite("What is kept of an answer") struct KeptAnswerTests {
    private static func bytes(_ count: Int, from start: Int = 0) -> [UInt8] {
        (start..<(start + count)).map { UInt8(truncatingIfNeeded: $0) }
    }

    /// Keeps messages of these lengths, and takes parts as lanes do.
    /// - Returns: the records that came of it.
    private static func records(_ lengths: [Int], limit: Int = .max, held: (Int) -> Void = { _ in }) throws
        -> [AuditRecord]
    {
        var kept = KeptAnswer(bytesLimit: limit)
        var records: [AuditRecord] = []
        var start = 0
        for length in lengths {
            let hasParts = bytes(length, from: start).withUnsafeBytes { kept.keep(messageOf: length, $0) }
            start += length
            var taken = 0
            while let part = kept.takePart() {
                records += try RecordTests.records(.response(part))
                taken += 1
            }
            #expect(hasParts == (taken > 0))
            held(kept.waiting.count)
        }
        var outcome = AuditEvent.Outcome(status: "completed")
        outcome.take(kept)
        return records + (try RecordTests.records(.outcome(outcome)))
    }

    private static func answer(_ records: [AuditRecord]) -> [UInt8] {
        let parts = records.filter { $0.type == "response" }
        #expect(parts.map { $0.number("part") } == (0..<parts.count).map { UInt64($0 + 1) })
        #expect(records.last?.number("response_parts") == UInt64(parts.count))
        let pieces = parts.isEmpty ? records.map { $0.string("response") } : parts.map { $0.string("data") }
        return pieces.flatMap { Base64.decode($0) ?? [] }
    }

    @Test(arguments: [
        [], [1], [30_000], [30_001], [42_000], [42_001], [41_999, 1, 1], [84_000], [200_000, 5, 100_000],
        Array(repeating: 1_000, count: 500),
    ])
    func `is the whole of it, and no more of it is held than a part`(lengths: [Int]) throws {
        let records = try Self.records(lengths) { #expect($0 <= KeptAnswer.partBytes) }
        let total = lengths.reduce(0, +)
        #expect(Self.answer(records) == Self.bytes(total))
        #expect(records.last?.number("response_bytes") == UInt64(total))
        #expect(records.last?.bool("response_truncated") == false)
    }

    @Test func `ends before the message that goes over the limit, whatever comes behind it`() throws {
        let records = try Self.records([50_000, 40_001, 10], limit: 90_000)
        #expect(Self.answer(records) == Self.bytes(50_000))
        #expect(records.last?.bool("response_truncated") == true)
    }

    @Test func `has a message that comes in pieces, if there is room for all of it`() {
        var kept = KeptAnswer(bytesLimit: 10)
        _ = Self.bytes(3).withUnsafeBytes { kept.keep(messageOf: 6, $0) }
        _ = Self.bytes(3, from: 3).withUnsafeBytes { kept.keep(more: $0) }
        #expect(kept.waiting == Self.bytes(6) && !kept.isTruncated)
        _ = Self.bytes(2, from: 6).withUnsafeBytes { kept.keep(messageOf: 5, $0) }
        _ = Self.bytes(3, from: 8).withUnsafeBytes { kept.keep(more: $0) }
        #expect(kept.waiting == Self.bytes(6) && kept.isTruncated)
    }

    @Test func `of text is as much as the limit takes`() {
        var kept = KeptAnswer(bytesLimit: 5)
        Self.bytes(3).withUnsafeBytes { kept.keep(text: $0) }
        #expect(!kept.isTruncated)
        Self.bytes(3, from: 3).withUnsafeBytes { kept.keep(text: $0) }
        #expect(kept.waiting == Self.bytes(5) && kept.isTruncated)
    }

    @Test func `ends with the last part that the log took`() throws {
        var kept = KeptAnswer(bytesLimit: .max)
        _ = Self.bytes(100_000).withUnsafeBytes { kept.keep(messageOf: 100_000, $0) }
        let parts = [kept.takePart(), kept.takePart()]
        _ = try #require(parts[0])
        kept.stop(without: try #require(parts[1]))
        let last = kept.takePart()
        #expect(last == nil)
        var outcome = AuditEvent.Outcome(status: "completed")
        outcome.take(kept)
        let record = try #require(try RecordTests.records(.outcome(outcome)).last)
        #expect(record.number("response_parts") == 1 && record.number("response_bytes") == UInt64(KeptAnswer.partBytes))
        #expect(record.bool("response_truncated"))
    }
}
