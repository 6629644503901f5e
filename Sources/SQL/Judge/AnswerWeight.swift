/// How many values one cell of an answer may hold, as far as the statement's text tells.
package enum AnswerWeight: Sendable, Equatable {
    /// One, or so many as the statement puts together: `joined` by what makes texts, in any cell; `packed`, not less, in a cell
    /// that is neither a text nor so short, or counted by its digits, that arithmetic can put no more into it.
    case single(joined: Int, packed: Int)
    /// Arrays and JSON that the statement makes hold several, and texts with something known between them.
    case several(Parts)
    /// Nothing is known, and something protected is read: whatever may be long counts by its bytes.
    case unknown
    /// Nothing is known, and nothing protected is read: arrays and JSON have elements, and all else is one.
    case open

    /// How values that were put together are counted: each part is of so many as are joined.
    package struct Parts: Sendable, Equatable {
        /// What stands between the values of a text; none: a text is one part.
        package var delimiters: [[UInt8]]
        package var joined: Int
        /// Members of objects of JSON are of rows of their own, and their names are values, too.
        package var countsMembers: Bool

        package init(delimiters: [[UInt8]] = [], joined: Int = 1, countsMembers: Bool = false) {
            self.delimiters = delimiters
            self.joined = joined
            self.countsMembers = countsMembers
        }
    }

    /// Each cell holds one value.
    package static let one = AnswerWeight.single(joined: 1, packed: 1)

    /// What is known of it where nothing is protected.
    package var lenient: AnswerWeight { self == .unknown ? .open : self }
    /// What is known of it where something is.
    package var strict: AnswerWeight { self == .open ? .unknown : self }
}
