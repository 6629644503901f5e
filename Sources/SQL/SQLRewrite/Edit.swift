/// One replacement in a text. Edits never overlap; several at one offset are applied in the order they were made.
struct Edit: Sendable, Equatable {
    var range: Range<Int>
    var replacement: String
    /// Where in `replacement` the name of a protected relation stands raw, on purpose.
    var rawOffset: Int?

    init(_ range: Range<Int>, _ replacement: String, rawOffset: Int? = nil) {
        self.range = range
        self.replacement = replacement
        self.rawOffset = rawOffset
    }
}

/// A text with its edits applied.
struct EditedText: Sendable {
    var bytes: [UInt8]
    /// Offsets in `bytes` of the protected relations that stand inside our own derived tables.
    var rawOffsets: Set<Int>

    /// Nil when edits overlap: a shape that nobody foresaw is refused, not guessed at.
    init?(_ original: [UInt8], _ edits: [Edit]) {
        let ordered = edits.enumerated().sorted {
            ($0.element.range.lowerBound, $0.element.range.upperBound, $0.offset)
                < ($1.element.range.lowerBound, $1.element.range.upperBound, $1.offset)
        }
        bytes = []
        bytes.reserveCapacity(original.count + edits.reduce(0) { $0 + $1.replacement.utf8.count })
        rawOffsets = []
        var position = 0
        for (_, edit) in ordered {
            guard edit.range.lowerBound >= position, edit.range.upperBound <= original.count else { return nil }
            bytes += original[position..<edit.range.lowerBound]
            if let offset = edit.rawOffset { rawOffsets.insert(bytes.count + offset) }
            bytes += Array(edit.replacement.utf8)
            position = edit.range.upperBound
        }
        bytes += original[position...]
    }
}
