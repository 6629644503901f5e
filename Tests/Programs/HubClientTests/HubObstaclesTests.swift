import HubClient
import Testing

@testable import Sidecar

@Suite("What is told of a hub that is away")
struct HubObstaclesTests {
    private let timedOut = HubFailure.timedOut(address: "https://hub:8443", seconds: 10)

    @Test("names the address and, of a time-out, the last cause that was seen before it")
    func cause() {
        var obstacles = HubObstacles()
        #expect(
            obstacles.noted(timedOut, reason: timedOut.description)
                == "the hub did not answer within 10 s: https://hub:8443")
        #expect(obstacles.noted(.unreachable(reason: "refused"), reason: "refused") == "refused")
        for _ in 0..<2 {
            #expect(
                obstacles.noted(timedOut, reason: timedOut.description)
                    == "the hub did not answer within 10 s: https://hub:8443 (before: refused)")
        }
    }

    @Test("is the last cause, also of what is no call")
    func other() {
        var obstacles = HubObstacles()
        _ = obstacles.noted(.unreachable(reason: "refused"), reason: "refused")
        #expect(obstacles.noted(nil, reason: "no token") == "no token")
        #expect(obstacles.noted(timedOut, reason: "late") == "late (before: no token)")
    }
}
