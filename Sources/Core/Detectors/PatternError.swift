/// A pattern that RE2 does not accept. The description is RE2's reason; it may quote the pattern.
package struct PatternError: Error, Equatable, CustomStringConvertible {
    package let description: String
}
