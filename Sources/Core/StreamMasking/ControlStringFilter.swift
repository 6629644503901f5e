package import NIOCore

/// Takes out of a terminal's stream what would carry text past the search: the strings that OSC, DCS, SOS, PM and APC
/// begin (titles, links, clipboards), up to their end.
///
/// A string of which the end of a line comes first, or too many bytes, was none: only its beginning is taken out, and what
/// follows goes on as text, so that nobody hides the rest of a text by two bytes in it.
///
/// A control character between an ESC and what follows it acts at once, and the sequence goes on behind it: so it is put
/// before the ESC. In UTF-8 each of these beginnings is also one character, U+0090 and so on.
package struct ControlStringFilter: Sendable {
    private enum State: Sendable {
        case text
        /// An ESC, which is held: what follows decides.
        case escape
        /// The first byte of U+0080 to U+00BF, which is held.
        case lead
        case string
        /// An ESC within a string, which may be the beginning of its end.
        case escapeInString
        /// The first byte of U+009C within a string, its end.
        case leadInString
    }

    private static let escape: UInt8 = 0x1B
    private static let lead: UInt8 = 0xC2
    private static let lineEnd: UInt8 = 0x0A
    private var state = State.text
    /// What has come of a string, behind its beginning.
    private var string: [UInt8] = []

    package init() {}

    /// `bytes` without such strings.
    package mutating func filter(_ bytes: ByteBuffer) -> ByteBuffer {
        if case .text = state, !bytes.readableBytesView.contains(where: { $0 == Self.escape || $0 == Self.lead }) {
            return bytes
        }
        var result = ByteBuffer()
        result.reserveCapacity(bytes.readableBytes + 1)
        for byte in bytes.readableBytesView { take(byte, &result) }
        return result
    }

    private mutating func take(_ byte: UInt8, _ result: inout ByteBuffer) {
        switch state {
        case .text, .escape, .lead: read(byte, mayBegin: true, &result)
        case .string, .escapeInString, .leadInString: takeOut(byte, &result)
        }
    }

    /// - Parameter mayBegin: else the beginning of a string is taken out, and nothing more.
    private mutating func read(_ byte: UInt8, mayBegin: Bool, _ result: inout ByteBuffer) {
        switch (state, byte) {
        case (.escape, UInt8(ascii: "]")), (.escape, UInt8(ascii: "P")), (.escape, UInt8(ascii: "X")),
            (.escape, UInt8(ascii: "^")), (.escape, UInt8(ascii: "_")), (.lead, 0x90), (.lead, 0x98), (.lead, 0x9D),
            (.lead, 0x9E), (.lead, 0x9F):
            state = mayBegin ? .string : .text
            return
        // The first means nothing, and before what is taken out would begin another sequence with what comes behind.
        case (.escape, Self.escape), (.escape, Self.lead): break
        case (.lead, Self.lead): result.writeString("\u{FFFD}")
        // CAN and SUB end it; DEL is nothing.
        case (.escape, 0x00..<0x18), (.escape, 0x19), (.escape, 0x1C..<0x20), (.escape, 0x7F):
            result.writeInteger(byte)
            return
        case (.escape, _): result.writeInteger(Self.escape)
        case (.lead, _): result.writeInteger(Self.lead)
        default: break
        }
        switch byte {
        case Self.escape: state = .escape
        case Self.lead: state = .lead
        default:
            state = .text
            result.writeInteger(byte)
        }
    }

    private mutating func takeOut(_ byte: UInt8, _ result: inout ByteBuffer) {
        let before = state
        switch byte {
        // BEL ends it, as xterm has it; CAN and SUB abandon it.
        case 0x07, 0x18, 0x1A: state = .text
        case UInt8(ascii: "\\") where before == .escapeInString: state = .text
        case 0x9C where before == .leadInString: state = .text
        case Self.escape: state = .escapeInString
        case Self.lead: state = .leadInString
        default: state = .string
        }
        if state == .text {
            string.removeAll()
        } else if byte != Self.lineEnd, string.count < StreamLimits.controlStringBytesLimit {
            string.append(byte)
        } else {
            showString(&result)
            take(byte, &result)
        }
    }

    /// It is none.
    private mutating func showString(_ result: inout ByteBuffer) {
        state = .text
        for byte in string { read(byte, mayBegin: false, &result) }
        string.removeAll()
    }

    /// What is held when nothing more comes.
    package mutating func finish() -> ByteBuffer {
        var result = ByteBuffer()
        switch state {
        case .text, .escape, .lead: break
        case .string, .escapeInString, .leadInString: showString(&result)
        }
        if state == .escape { result.writeInteger(Self.escape) }
        if state == .lead { result.writeInteger(Self.lead) }
        state = .text
        return result
    }
}
