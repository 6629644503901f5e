import HubAPI
import HubClient
import Lane
import Logging

extension HubLink {
    private static let newsPauseMilliseconds = 200

    /// Tells the hub every `Heartbeat.intervalSeconds` that, and how, this sidecar lives; the log, when the hub is away
    /// and when it is back. Until it is cancelled, or the sidecar is revoked.
    /// - Parameters:
    ///   - usage: where what others have taken is noted.
    ///   - numbers: what it tells.
    func beat(_ usage: UsageLedger, _ numbers: @Sendable () -> Heartbeat) async {
        var wasReachable = true
        while !Task.isCancelled {
            do throws(HubFailure) {
                if let answer = try await client.heartbeat(numbers()) {
                    usage.heard(answer.others, nowSeconds: WallClock.nowSeconds)
                }
            } catch {
                if case .revoked = error { return }
            }
            let contact = client.contact
            if contact.isReachable != wasReachable, !Task.isCancelled {
                wasReachable = contact.isReachable
                if wasReachable {
                    logger.notice("the hub is back")
                } else {
                    logger.warning(
                        "the hub is away; statements go on until the lease or the spool's limit ends",
                        metadata: [
                            "reason": "\(contact.failure?.description ?? "")",
                            "lease_seconds": "\(policy.expiresAtSeconds - nowSeconds)",
                        ])
                }
            }
            // News of one moment are one.
            try? await Task.sleep(for: .milliseconds(Self.newsPauseMilliseconds))
            await beatPause.sleep(for: .seconds(Heartbeat.intervalSeconds))
        }
    }
}
