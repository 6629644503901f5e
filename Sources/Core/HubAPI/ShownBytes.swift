/// A part of a text in the form of `ApprovalText`, with where in the text each piece of it ends.
struct ShownBytes {
    private struct Piece {
        /// Ends, exclusive: in the text, and in what is shown.
        var source: Int
        var shown: Int
    }

    /// Plain text is cut into pieces of this many bytes.
    private static let plainBytesLimit = 64

    private let source: [UInt8]
    private let start: Int
    private let isShown: Bool
    private var position: Int
    private var shown: [UInt8] = []
    private var pieces: [Piece] = []

    /// - Parameters:
    ///   - start: moved to where a character begins.
    ///   - limit: more bytes than this are not needed.
    ///   - isShown: the text is in the form already.
    init(_ source: [UInt8], from start: Int, limit: Int, isShown: Bool) {
        var start = start
        while start < source.count, source[start] & 0xC0 == 0x80 { start += 1 }
        self.source = source
        self.start = start
        self.isShown = isShown
        position = start
        while position < source.count, shown.count <= limit {
            isShown ? copyPiece() : showPiece()
            pieces.append(Piece(source: position, shown: shown.count))
        }
        isWhole = position == source.count && shown.count <= limit
    }

    /// All of the text is here, within the limit.
    private(set) var isWhole = false

    var text: String { String(decoding: shown, as: UTF8.self) }

    /// At most so many bytes of its beginning, and where in the text they end.
    func head(_ bytes: Int) -> (text: String, end: Int) {
        guard let piece = pieces.last(where: { $0.shown <= bytes }) else { return ("", start) }
        return (String(decoding: shown[..<piece.shown], as: UTF8.self), piece.source)
    }

    /// At most so many bytes of its end, and where in the text they begin.
    func tail(_ bytes: Int) -> (text: String, start: Int) {
        if shown.count <= bytes { return (text, start) }
        guard let piece = pieces.first(where: { shown.count - $0.shown <= bytes }) else { return ("", source.count) }
        return (String(decoding: shown[piece.shown...], as: UTF8.self), piece.source)
    }

    // MARK: pieces

    private mutating func showPiece() {
        let byte = source[position]
        if Self.isBlank(byte) { return showBlanks() }
        if byte < 0x20 || byte == 0x7F || byte == UInt8(ascii: "<") || byte >= 0x80 { return showScalar() }
        let end = min(source.count, position + Self.plainBytesLimit)
        let next = source[position..<end].firstIndex { $0 <= 0x20 || $0 >= 0x7F || $0 == UInt8(ascii: "<") } ?? end
        shown += source[position..<next]
        position = next
    }

    /// What is white space to PostgreSQL.
    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || 0x09...0x0D ~= byte }

    private mutating func showBlanks() {
        let end = source[position...].firstIndex { !Self.isBlank($0) } ?? source.count
        let blanks = source[position..<end]
        position = end
        guard blanks.count <= ApprovalText.blanksLimit else {
            let words = "[… \(ApprovalText.grouped(blanks.count)) blanks left out …]"
            shown += Array(((blanks.contains(0x0A) ? "\n" : " ") + words + (blanks.contains(0x0A) ? "\n" : " ")).utf8)
            return
        }
        for (index, blank) in zip(blanks.indices, blanks) {
            let endsLine = blank == 0x0D && index + 1 < end && source[index + 1] == 0x0A
            switch blank {
            case 0x20, 0x09, 0x0A: shown.append(blank)
            default: if !endsLine { shown += Array(Unicode.Scalar(blank).code.utf8) }
            }
        }
    }

    private mutating func showScalar() {
        let scalar = takeScalar()
        let follows = position - scalar.utf8.count > 0 ? source[position - scalar.utf8.count - 1] : 0
        let isOurs =
            scalar == "<" && source[position...].starts(with: "U+".utf8)
            || scalar == "\u{2026}" && follows == UInt8(ascii: "[")
        if isOurs || scalar.isHidden { shown += Array(scalar.code.utf8) } else { shown += Array(scalar.utf8) }
    }

    /// A scalar, or all of `<U+…>`.
    private mutating func copyPiece() {
        let from = position
        let scalar = takeScalar()
        if scalar == "<", source[position...].starts(with: "U+".utf8),
            let end = source[position...].prefix(8).firstIndex(of: UInt8(ascii: ">"))
        {
            position = end + 1
        }
        shown += source[from..<position]
    }

    private mutating func takeScalar() -> Unicode.Scalar {
        var decoder = UTF8()
        var bytes = source[position...].prefix(4).makeIterator()
        guard case .scalarValue(let scalar) = decoder.decode(&bytes) else {
            position += 1
            return "\u{FFFD}"
        }
        position += scalar.utf8.count
        return scalar
    }
}
