/// A secret in memory. Never described, never logged, never encoded.
package struct SecretText: Sendable, Equatable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable
{
    /// The secret itself.
    package let value: String

    package init(_ value: String) { self.value = value }

    package var description: String { "redacted" }
    package var debugDescription: String { "redacted" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
