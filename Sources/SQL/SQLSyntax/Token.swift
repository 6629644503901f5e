/// One token of a statement, as PostgreSQL's own scanner cut it. Comments are left out.
package struct Token: Sendable, Equatable {
    package enum Kind: Sendable {
        case identifier
        /// An unquoted word of PostgreSQL's keyword list, reserved or not.
        case keyword
        case string
        case number
        /// `$1`
        case parameter
        /// Operators and punctuation.
        case symbol
    }

    /// Byte offsets into the text, end exclusive.
    package var start: Int
    package var end: Int
    package var kind: Kind

    package init(start: Int, end: Int, kind: Kind) {
        self.start = start
        self.end = end
        self.kind = kind
    }
}
