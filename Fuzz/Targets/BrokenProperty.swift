/// What must hold did not, for one input.
package struct BrokenProperty: Error, Sendable, CustomStringConvertible {
    package var description: String

    package init(_ description: String) { self.description = description }
}

/// - Throws: what `words` say, where `condition` does not hold.
func require(_ condition: Bool, _ words: @autoclosure () -> String) throws(BrokenProperty) {
    if !condition { throw BrokenProperty(words()) }
}
