/// What the password message carries: `md5…` of a salt, or the password itself.
package struct PasswordAnswer: Codable, Sendable {
    package var password: String
    package init(password: String) { self.password = password }
}

extension PasswordAnswer: CustomStringConvertible, CustomReflectable {
    package var description: String { "PasswordAnswer(redacted)" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
