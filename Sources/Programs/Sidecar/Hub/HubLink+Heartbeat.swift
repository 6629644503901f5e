import HubAPI
import HubClient
import Logging

extension HubLink {
    /// Tells the hub every `Heartbeat.intervalSeconds` that, and how, this sidecar lives; the log, when the hub is away
    /// and when it is back. Until it is cancelled, or the sidecar is revoked.
    /// - Parameter numbers: what it tells; `boot`, `version` and the clock are added here.
    func beat(_ numbers: @Sendable () -> Heartbeat) async {
        var wasReachable = true
        while !Task.isCancelled {
            do throws(HubFailure) { try await client.heartbeat(numbers()) } catch {
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
            try? await Task.sleep(for: .seconds(Heartbeat.intervalSeconds))
        }
    }
}
