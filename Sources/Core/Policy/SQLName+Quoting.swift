extension SQLName {
    /// The name in double quotes, those in it doubled.
    package static func quoted(_ name: String) -> String { doubled(name, "\"") }

    /// `text` between two of `mark`, those in it doubled.
    ///
    /// By scalars: a quote with a combining mark behind it is not a Character of its own, and still ends a name.
    package static func doubled(_ text: String, _ mark: Unicode.Scalar) -> String {
        var written = String.UnicodeScalarView()
        written.append(mark)
        for scalar in text.unicodeScalars {
            if scalar == mark { written.append(mark) }
            written.append(scalar)
        }
        written.append(mark)
        return String(written)
    }
}
