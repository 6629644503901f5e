/// A text as a reader sees it: without the sequences that only steer a terminal, and where each byte of it stood.
///
/// Left out are control sequences (ECMA-48, CSI with parameters of at most five digits), two-byte escapes, and other
/// control characters but tab and the ends of lines. A backspace takes back the character before it, as overstruck text
/// has it; what is taken back has gone over the wire all the same, so that there is a second view in which it stays. What is
/// no such sequence is text.
struct VisibleText {
    private(set) var bytes: [UInt8] = []
    /// Of each byte the place in the raw text.
    private(set) var places: [Int] = []
    /// The places of raw bytes that steer, as ranges in order.
    private(set) var sequences: [Range<Int>] = []

    /// Whether `raw` holds anything that is not plain text.
    static func isNeeded(for raw: UnsafeRawBufferPointer) -> Bool {
        raw.contains { ($0 < 0x20 && $0 != 0x0A && $0 != 0x0D && $0 != 0x09) || $0 == 0x7F }
    }

    /// As it stands in the end; and, where something is taken back, as it came.
    static func views(of raw: UnsafeRawBufferPointer) -> [VisibleText] {
        let last = VisibleText(raw, takesBack: true)
        return raw.contains(0x08) ? [last, VisibleText(raw, takesBack: false)] : [last]
    }

    /// Where, of so many raw bytes, a finding may have begun that is not whole yet.
    func openTailStart(of rawCount: Int) -> Int {
        let start = bytes.withUnsafeBytes { OpenTail.start(in: $0) }
        return start < places.count ? places[start] : rawCount
    }

    init(_ raw: UnsafeRawBufferPointer, takesBack: Bool) {
        bytes.reserveCapacity(raw.count)
        places.reserveCapacity(raw.count)
        var index = 0
        // The place of an overstruck character, for the one that comes over it.
        var overstruck: Int?
        while index < raw.count {
            let byte = raw[index]
            switch byte {
            case 0x1B:
                let end = Self.endOfSequence(raw, from: index) ?? index + 1
                sequences.append(index..<end)
                index = end
                continue
            case 0x08:
                sequences.append(index..<(index + 1))
                if takesBack, let place = takeBack() { overstruck = overstruck ?? place }
            case 0x0A, 0x0D, 0x09, 0x20..<0x7F, 0x80...:
                bytes.append(byte)
                places.append(overstruck ?? index)
                overstruck = nil
            default: sequences.append(index..<(index + 1))
            }
            index += 1
        }
    }

    /// Takes the last character back, unless it ends a line.
    private mutating func takeBack() -> Int? {
        guard let last = bytes.last, last != 0x0A else { return nil }
        var place = places.removeLast()
        bytes.removeLast()
        if last >= 0x80 {
            // The other bytes of its UTF-8.
            var isContinuation = last < 0xC0
            while isContinuation, let byte = bytes.last, byte >= 0x80 {
                isContinuation = byte < 0xC0
                bytes.removeLast()
                place = places.removeLast()
            }
        }
        return place
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
