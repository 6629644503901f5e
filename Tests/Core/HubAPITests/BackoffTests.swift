import HubAPI
import TestSupport
import Testing

@Suite("The pauses between tries")
struct BackoffTests {
    @Test("double up to their limit, differ by chance, and begin anew after a success")
    func pauses() {
        var backoff = Backoff(firstMilliseconds: 100, millisecondsLimit: 1_000)
        var generator = SeededGenerator(seed: 7)
        var pauses: [Duration] = []
        for limit in [100, 200, 400, 800, 1_000, 1_000] {
            let pause = backoff.next(using: &generator)
            #expect(pause <= .milliseconds(limit) && pause >= .milliseconds(limit / 2))
            pauses.append(pause)
        }
        for _ in 0..<100 { #expect(backoff.next(using: &generator) <= .milliseconds(1_000)) }
        #expect(Set(pauses).count > 4)
        backoff.reset()
        #expect(backoff.next(using: &generator) <= .milliseconds(100))
    }

    @Test("go on behind the failures that somebody else has counted")
    func counted() {
        var backoff = Backoff(firstMilliseconds: 100, millisecondsLimit: 1_000, failures: 2)
        var generator = SeededGenerator(seed: 7)
        for limit in [400, 800, 1_000] {
            let pause = backoff.next(using: &generator)
            #expect(pause <= .milliseconds(limit) && pause >= .milliseconds(limit / 2))
        }
    }
}
