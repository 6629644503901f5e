/// A text as a reader sees it: without the sequences that only steer a terminal, and where each byte of it stood.
///
/// Readers differ, so there are several views, and what is found in any of them is a finding. In the first, left out are
/// control sequences (ECMA-48, CSI with parameters of at most five digits), two-byte escapes, and backspaces; what is no
/// such sequence is text. In the second a backspace takes back the character before it, and other control characters but
/// tab and the ends of lines are left out, too. The third is what a terminal shows, without what has no width there.
struct VisibleText {
    var bytes: [UInt8] = []
    /// Of each byte where, in the raw text, what it is made of begins and ends: itself, and what it stands over.
    private var starts: [Int] = []
    private var ends: [Int] = []
    /// The places of raw bytes that steer, and may do so behind a mask, as ranges in order.
    private(set) var sequences: [Range<Int>] = []

    init() {}

    /// Whether `raw` holds anything that is not plain text.
    static func isNeeded(for raw: UnsafeRawBufferPointer) -> Bool {
        var index = raw.firstPlace(from: 0, \.withoutPlainText)
        while index < raw.count {
            if isSteering(raw, at: index) { return true }
            index = raw.firstPlace(from: index + 1, \.withoutPlainText)
        }
        return false
    }

    private static func isSteering(_ raw: UnsafeRawBufferPointer, at index: Int) -> Bool {
        let byte = raw[index]
        if byte < 0x20 { return byte != 0x0A && byte != 0x0D && byte != 0x09 }
        if byte == 0x7F { return true }
        // Nothing is without a width below U+00AD, nor from there to U+0300, whose first byte is 0xCC; C1 is behind 0xC2.
        guard byte >= 0xCC || byte == 0xC2 else { return false }
        if byte == 0xC2, index + 1 < raw.count, raw[index + 1] < 0xA0 { return true }
        return CharacterWidth.isNone(raw, index..<endOfCharacter(raw, at: index))
    }

    /// As it came; and, where that is something else, as it stands in the end.
    static func views(of raw: UnsafeRawBufferPointer) -> [VisibleText] {
        var views = [VisibleText(raw, takesBack: false)]
        if raw.contains(0x08) { views.append(VisibleText(raw, takesBack: true)) }
        let shown = VisibleText(shown: raw)
        // The same text may stand over something else.
        let isKnown = views.contains { $0.bytes == shown.bytes && $0.starts == shown.starts && $0.ends == shown.ends }
        if !isKnown { views.append(shown) }
        return views
    }

    mutating func append(_ byte: UInt8, from range: Range<Int>) {
        bytes.append(byte)
        starts.append(range.lowerBound)
        ends.append(range.upperBound)
    }

    /// All raw bytes that what is at `range` is made of.
    func rawRange(of range: Range<Int>) -> Range<Int> {
        let first = range.lowerBound
        let start = starts[range].min() ?? starts[first]
        return start..<max(start, ends[range].max() ?? ends[first])
    }

    /// Where, of so many raw bytes, a finding may have begun that is not whole yet.
    func openTailStart(of rawCount: Int) -> Int {
        let start = bytes.withUnsafeBytes { OpenTail.start(in: $0) }
        return starts[start...].min() ?? rawCount
    }

    private init(_ raw: UnsafeRawBufferPointer, takesBack: Bool) {
        bytes.reserveCapacity(raw.count)
        starts.reserveCapacity(raw.count)
        ends.reserveCapacity(raw.count)
        var index = 0
        // The place of an overstruck character, for the one that comes over it.
        var overstruck: Int?
        while index < raw.count {
            let byte = raw[index]
            switch byte {
            case 0x1B:
                // An ESC without its sequence would make one of what comes behind the mask.
                guard let end = Self.endOfSequence(raw, from: index) else { break }
                if !Self.beginsString(raw[end - 1], count: end - index) { sequences.append(index..<end) }
                index = end
                continue
            case 0x08:
                sequences.append(index..<(index + 1))
                if takesBack, let place = takeBack() { overstruck = overstruck ?? place }
            case 0x0A, 0x0D, 0x09, 0x20..<0x7F, 0x80...:
                append(byte, from: (overstruck ?? index)..<(index + 1))
                overstruck = nil
            default:
                sequences.append(index..<(index + 1))
                // It ends a word for who has no terminal, such as the BEL behind a title.
                if !takesBack { append(byte, from: index..<(index + 1)) }
            }
            index += 1
        }
    }

    /// Takes the last character back, unless it ends a line.
    private mutating func takeBack() -> Int? {
        guard let last = bytes.last, last != 0x0A else { return nil }
        var place = removeLast()
        if last >= 0x80 {
            // The other bytes of its UTF-8.
            var isContinuation = last < 0xC0
            while isContinuation, let byte = bytes.last, byte >= 0x80 {
                isContinuation = byte < 0xC0
                place = removeLast()
            }
        }
        return place
    }

    private mutating func removeLast() -> Int {
        bytes.removeLast()
        ends.removeLast()
        return starts.removeLast()
    }

    private static func beginsString(_ last: UInt8, count: Int) -> Bool {
        switch last {
        case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "X"), UInt8(ascii: "^"), UInt8(ascii: "_"): count == 2
        default: false
        }
    }

    /// A control character that moves nothing: a terminal takes it within a sequence, which goes on behind it.
    private static func isIdle(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x00..<0x08, 0x0E..<0x18, 0x19, 0x1C..<0x20, 0x7F: true
        default: false
        }
    }

    /// The end of the sequence that begins at `start`; nil: it is none that is known.
    static func endOfSequence(_ raw: UnsafeRawBufferPointer, from start: Int) -> Int? {
        guard start + 1 < raw.count else { return nil }
        let limit = min(raw.count, start + StreamLimits.sequenceBytesLimit)
        var index = start + 1
        guard raw[index] == UInt8(ascii: "[") else {
            while index < limit, (0x20..<0x30).contains(raw[index]) { index += 1 }
            guard index < limit, (0x30..<0x7F).contains(raw[index]) else { return nil }
            return index + 1
        }
        index += 1
        var digits = 0
        while index < limit, (0x30..<0x40).contains(raw[index]) || isIdle(raw[index]) {
            if !isIdle(raw[index]) { digits = raw[index] < 0x3A ? digits + 1 : 0 }
            if digits > 5 { return nil }
            index += 1
        }
        while index < limit, (0x20..<0x30).contains(raw[index]) || isIdle(raw[index]) { index += 1 }
        guard index < limit, (0x40..<0x7F).contains(raw[index]) else { return nil }
        return index + 1
    }
}
