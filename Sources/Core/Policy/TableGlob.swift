/// A pattern over `schema.relation`: `clinic.*`, `*.patients`, `clinic.audit_*`, `clinic."Order"`.
///
/// `*` stands for any run of characters, also none, inside one part; it is an ordinary character inside quotes.
package struct TableGlob: Sendable, Equatable {
    private var schema: Pattern
    private var name: Pattern

    package init(_ text: String) throws(SQLName.Malformed) {
        let parts = try SQLName.split(text, wildcards: true)
        guard parts.count == 2 else { throw .parts(expected: 2, found: parts.count) }
        schema = Pattern(parts[0])
        name = Pattern(parts[1])
    }

    package func matches(_ relation: QualifiedName) -> Bool {
        schema.matches(relation.schema) && name.matches(relation.name)
    }

    /// The one relation that it matches, where it has no wildcard.
    var relation: QualifiedName? {
        guard let schema = schema.literal, let name = name.literal else { return nil }
        return QualifiedName(schema, name)
    }

    /// The one schema that it matches in, where that part has no wildcard.
    var schemaName: String? { schema.literal }

    /// Whether everything that `other` matches is matched by this glob too. May say no where the answer is yes.
    package func covers(_ other: TableGlob) -> Bool {
        schema.covers(other.schema) && name.covers(other.name)
    }

    /// One part, as the literal runs between its wildcards.
    private struct Pattern: Sendable, Equatable {
        /// Nil: a wildcard.
        private var symbols: [UInt8?]
        /// The text, when there is no wildcard in it.
        let literal: String?

        init(_ part: SQLName.Part) {
            let star = UInt8(ascii: "*")
            symbols = part.text.utf8.map { !part.isQuoted && $0 == star ? nil : $0 }
            literal = symbols.contains(nil) ? nil : part.text
        }

        func matches(_ text: String) -> Bool {
            if let literal { return literal == text }
            if symbols.count == 1 { return true }
            return Self.match(symbols, Array(text.utf8))
        }

        func covers(_ other: Pattern) -> Bool { Self.match(symbols, other.symbols) }

        /// The usual greedy match with one place to go back to: linear memory, at most pattern × text steps. A wildcard
        /// in `text` is a symbol that only a wildcard takes.
        private static func match(_ pattern: [UInt8?], _ text: [UInt8?]) -> Bool {
            var p = 0
            var t = 0
            var retry: (pattern: Int, text: Int)?
            while t < text.count {
                if p < pattern.count, pattern[p] == nil {
                    p += 1
                    retry = (p, t)
                } else if p < pattern.count, pattern[p] == text[t] {
                    p += 1
                    t += 1
                } else if let last = retry {
                    p = last.pattern
                    t = last.text + 1
                    retry = (p, t)
                } else {
                    return false
                }
            }
            return pattern[p...].allSatisfy { $0 == nil }
        }
    }
}
