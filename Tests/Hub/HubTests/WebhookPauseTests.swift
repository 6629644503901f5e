import TestSupport
import Testing

@testable import Hub

@Suite struct WebhookPauseTests {
    @Test func `The pauses between a webhook's tries are of two seconds at least, and grow up to a quarter of an hour`()
    {
        var generator = SeededGenerator(seed: 7)
        for (tries, limit) in [(1, 4), (2, 8), (3, 16), (8, 512), (9, 900), (12, 900)] as [(Int, Int64)] {
            var pauses: Set<Int64> = []
            for _ in 0..<100 { pauses.insert(WebhookService.pauseSeconds(tries, using: &generator)) }
            #expect(pauses.allSatisfy { ($0 >= limit / 2) && $0 <= limit } && pauses.count > 1, "\(tries) \(pauses)")
        }
    }
}
