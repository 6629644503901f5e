/// What of a text says what it does. Nobody who decides about the text by reading it must take a finding for less than it hides.
package struct CodeInText: Sendable, Equatable {
    /// What stays as it is, in order, though it be in a finding.
    package var kept: [Range<Int>]
    /// Code of which nobody here knows what in it is a literal, in order.
    package var unread: [Range<Int>]

    package init(kept: [Range<Int>] = [], unread: [Range<Int>] = []) {
        self.kept = kept
        self.unread = unread
    }

    /// Whether what stands in place of a finding could hide code: it is in code that was not read, or holds what code needs to
    /// get out of a literal or a comment, or to call anything. Numbers, dates and the like are short, and of one form.
    func mayHide(_ finding: Finding, of text: UnsafeRawBufferPointer) -> Bool {
        guard finding.detector == .url || finding.detector == .email else { return false }
        if unread.contains(where: { $0.overlaps(finding.range) }) { return true }
        var before: UInt8 = 0
        for byte in text[finding.range] {
            if !Self.isHarmless(byte) || byte == UInt8(ascii: "-") && before == byte { return true }
            before = byte
        }
        return false
    }

    /// No bracket, no end of a comment, no mark of a literal, no white space of any language.
    private static func isHarmless(_ byte: UInt8) -> Bool {
        if byte.isWord { return true }
        switch byte {
        case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: ":"),
            UInt8(ascii: "/"), UInt8(ascii: "?"), UInt8(ascii: "#"), UInt8(ascii: "@"), UInt8(ascii: "&"),
            UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "%"):
            return true
        default: return byte >= 0x80
        }
    }

    /// `[URL NOT SHOWN, 53 BYTES]`
    static func words(for finding: Finding) -> [UInt8] {
        let mask = finding.detector.mask.withUTF8Buffer { Array($0.dropLast()) }
        return mask + Array(" NOT SHOWN, \(finding.range.count) BYTES]".utf8)
    }
}
