/// Whether a terminal gives a character a place of its own (as wcwidth says, by Unicode's general categories).
enum CharacterWidth {
    /// Marks that combine, what formats only (`U+200B`, `U+00AD`, `U+FEFF`), and Hangul's inner letters: they are shown over what is
    /// before them, or not at all.
    ///
    /// - Parameter range: of the character's UTF-8 in `raw`.
    static func isNone(_ raw: UnsafeRawBufferPointer, _ range: Range<Int>) -> Bool {
        // The first of them is U+00AD.
        guard raw[range.lowerBound] >= 0xC2, let scalar = scalar(raw, range) else { return false }
        if (0x1160...0x11FF).contains(scalar.value) { return true }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return true
        default: return false
        }
    }

    /// Nil: the bytes are no character.
    private static func scalar(_ raw: UnsafeRawBufferPointer, _ range: Range<Int>) -> Unicode.Scalar? {
        var decoder = UTF8()
        var bytes = raw[range].makeIterator()
        guard case .scalarValue(let scalar) = decoder.decode(&bytes), UTF8.width(scalar) == range.count else {
            return nil
        }
        return scalar
    }
}
