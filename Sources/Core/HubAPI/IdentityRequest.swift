/// Who is behind one connection: its OIDC token, as the client gave it.
package struct IdentityRequest: Codable, Sendable {
    package var target: String
    /// Secret.
    package var token: String

    package init(target: String, token: String) {
        self.target = target
        self.token = token
    }
}

extension IdentityRequest: CustomStringConvertible, CustomReflectable {
    package var description: String { "IdentityRequest(target: \(target), redacted)" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
