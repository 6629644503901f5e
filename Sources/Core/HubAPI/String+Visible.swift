extension String {
    /// The same with what cannot be seen, and what changes how other characters are seen, written as `<U+202E>`: controls,
    /// signs of direction, characters without width, blanks that are none to a database. Lines, tabs and what is written
    /// so already stay.
    package var visible: String {
        guard unicodeScalars.contains(where: \.isHidden) else { return self }
        var shown = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            if scalar.isHidden { shown.append(contentsOf: scalar.code.unicodeScalars) } else { shown.append(scalar) }
        }
        return String(shown)
    }
}

extension Unicode.Scalar {
    /// It is not seen as a character of its own, at its own place.
    var isHidden: Bool {
        if value < 0x80 { return value < 0x20 && self != "\n" && self != "\t" || value == 0x7F }
        // A blank that is a symbol.
        if value == 0x2800 || properties.isDefaultIgnorableCodePoint { return true }
        switch properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator,
            .spaceSeparator:
            return true
        default: return false
        }
    }

    /// `<U+202E>`
    var code: String {
        let digits = String(value, radix: 16, uppercase: true)
        return "<U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + ">"
    }
}
