/// A mask strategy. Every strategy keeps the column's type.
package indirect enum Mask: Codable, Sendable, Equatable {
    /// A constant of the column's type.
    case redact
    case null
    /// The last four characters; all others become `*`. Shown only when the value has more than four.
    case last4
    case first1
    /// A date or timestamp is cut to 1 January of its year.
    case year
    /// The first three digits of a ZIP code; `000` for the restricted areas.
    case zip3
    /// An age over 89 becomes 90; a birth date that implies one becomes the date 90 years ago.
    case age90
    /// A stable keyed token: equality and joins still work.
    case pseudonym
    /// Dates move by an offset that is stable per subject: the value of `subject`, a column of the same relation.
    case shift(subject: String)
    /// Some paths of a json or jsonb document are masked, the rest is kept.
    case json([JSONPathMask])
    case keep
}

/// `$.a.b` of a json document and what is done to it: `redact` (a string constant) or `null`.
package struct JSONPathMask: Codable, Sendable, Equatable {
    package var path: [String]
    package var mask: Mask

    package init(path: [String], mask: Mask) {
        self.path = path
        self.mask = mask
    }
}
