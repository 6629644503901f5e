package struct RenewResponse: Codable, Sendable {
    /// PEM, the sidecar's own first.
    package var chain: String
    /// PEM of the authorities that sign the hub's and the sidecars' certificates.
    package var authorities: String
    /// Seconds since 1970.
    package var notBeforeSeconds: Int64
    package var notAfterSeconds: Int64

    /// At half of its life.
    package var dueSeconds: Int64 { notBeforeSeconds + (notAfterSeconds - notBeforeSeconds) / 2 }

    package init(chain: String, authorities: String, notBeforeSeconds: Int64, notAfterSeconds: Int64) {
        self.chain = chain
        self.authorities = authorities
        self.notBeforeSeconds = notBeforeSeconds
        self.notAfterSeconds = notAfterSeconds
    }
}
