/// Policy, credentials and approvals from a hub.
package struct HubSource: Sendable, Equatable {
    /// The file of the token that the sidecar enrols with. It is read when it is needed, so that it may be gone
    /// afterwards, or be replaced while the sidecar runs.
    package enum TokenFile: Sendable, Equatable {
        /// Of `chaperone-hub enrol-token create`.
        case oneTime(String)
        /// Of an OIDC issuer, such as a Kubernetes projected service-account token.
        case oidc(String)
    }

    package static let defaultWaitSeconds = 60

    /// `https://HOST:PORT`.
    package var address: String
    /// PEM file of the authorities of the hub's certificate.
    package var authorities: String
    package var tokenFile: TokenFile?
    /// How long a start waits for a hub that does not answer.
    package var waitSeconds: Int

    package init(
        address: String, authorities: String, tokenFile: TokenFile?, waitSeconds: Int = defaultWaitSeconds
    ) {
        self.address = address
        self.authorities = authorities
        self.tokenFile = tokenFile
        self.waitSeconds = waitSeconds
    }
}
