/// The RE2 pattern of a policy rule's `matches`, compiled. UTF-8; RE2's syntax, so flags are written `(?i)`.
///
/// May be used on many threads at once.
package struct RulePattern: Sendable {
    private let expression: Expression

    /// Bytes of a pattern. RE2's own limit on memory bounds what a short pattern may expand to.
    package static let patternBytesLimit = 4096

    /// - Throws: `PatternError` when RE2 does not accept the pattern.
    package init(_ pattern: String) throws {
        guard pattern.utf8.count <= Self.patternBytesLimit else {
            throw PatternError(description: "the pattern is longer than \(Self.patternBytesLimit) bytes")
        }
        expression = try Expression(pattern, [])
    }

    /// Whether the pattern occurs anywhere in `text`. A byte that is no valid UTF-8 matches nothing, not even `.`.
    package func matches(_ text: UnsafeRawBufferPointer) -> Bool { expression.occurs(in: text) }
}
