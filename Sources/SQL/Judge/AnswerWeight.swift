/// How many values one cell of an answer may hold, as far as the statement's text tells.
package struct AnswerWeight: Sendable, Equatable {
    /// How the values of a cell of text are counted.
    package enum Texts: Sendable, Equatable {
        /// There is one, or so many as the statement joins by `||`.
        case joined(Int)
        /// As many as there are of these between them, and one; each as many as are joined.
        case delimited([[UInt8]], joined: Int)
        /// As it has bytes: nothing tells where one ends.
        case bytes
    }

    package var texts: Texts
    /// Arrays and JSON are made by the statement, and their elements are counted.
    package var countsElements: Bool
    /// Members of objects of JSON are values of rows of their own.
    package var countsMembers: Bool

    /// Each cell holds one value.
    package static let one = AnswerWeight(texts: .joined(1), countsElements: false)
    /// Nothing is known.
    package static let unknown = AnswerWeight(texts: .bytes, countsElements: true, countsMembers: true)

    package init(texts: Texts, countsElements: Bool, countsMembers: Bool = false) {
        self.texts = texts
        self.countsElements = countsElements
        self.countsMembers = countsMembers
    }

    /// What is known of it where nothing is protected: what is not understood of a text is taken for one value.
    package var lenient: AnswerWeight {
        texts == .bytes ? AnswerWeight(texts: .joined(1), countsElements: true) : self
    }
}
