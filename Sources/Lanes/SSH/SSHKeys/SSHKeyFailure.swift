/// A key cannot do what it was asked for. Holds no key.
package struct SSHKeyFailure: Error, Sendable, Equatable, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }
}
