/// What a sidecar shows the hub: its certificate and the key of it.
package struct TLSIdentity: Sendable {
    /// PEM, the sidecar's own first.
    package var chain: String
    package var key: TLSKey

    package init(chain: String, key: TLSKey) {
        self.chain = chain
        self.key = key
    }
}
