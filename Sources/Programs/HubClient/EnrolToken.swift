/// What a sidecar shows when it enrols.
package struct EnrolToken: Sendable, CustomStringConvertible, CustomReflectable {
    package enum Kind: Sendable {
        /// One-time, of `chaperone-hub enrol-token create`.
        case oneTime
        /// Of an OIDC issuer that the hub trusts for sidecars.
        case oidc
    }

    package var kind: Kind
    /// Secret.
    package var text: String

    package init(kind: Kind, text: String) {
        self.kind = kind
        self.text = text
    }

    package var description: String { "EnrolToken(\(kind), redacted)" }
    package var customMirror: Mirror { Mirror(self, children: ["kind": kind]) }
}
