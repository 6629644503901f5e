/// What a lane authenticates with upstream. Never described, never logged.
package struct Credential: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package let user: String
    let password: String

    package init(user: String, password: String) {
        self.user = user
        self.password = password
    }

    package var description: String { "Credential(user: \(user), password: redacted)" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: ["user": user]) }
}
