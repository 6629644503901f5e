package import HubAPI

/// A policy as it is kept for a start without the hub.
package struct SealedPolicy: Codable, Sendable, Equatable {
    package var response: PolicyResponse
    /// When the hub gave it, seconds since 1970 by the sidecar's clock.
    package var receivedAtSeconds: Int64

    package init(response: PolicyResponse, receivedAtSeconds: Int64) {
        self.response = response
        self.receivedAtSeconds = receivedAtSeconds
    }
}
