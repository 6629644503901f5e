package import NIOCore

/// Takes out of a terminal's stream what would carry text past the search: the strings that OSC, DCS, SOS, PM and APC
/// begin (titles, links, clipboards), up to their end. Holds nothing but where in a sequence the stream stands.
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
    private var state = State.text

    package init() {}

    /// `bytes` without such strings.
    package mutating func filter(_ bytes: ByteBuffer) -> ByteBuffer {
        if case .text = state, !bytes.readableBytesView.contains(where: { $0 == Self.escape || $0 == Self.lead }) {
            return bytes
        }
        var result = ByteBuffer()
        result.reserveCapacity(bytes.readableBytes + 1)
        for byte in bytes.readableBytesView {
            switch state {
            case .text: take(byte, &result)
            case .escape:
                switch byte {
                case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "X"), UInt8(ascii: "^"), UInt8(ascii: "_"):
                    state = .string
                case Self.escape: result.writeInteger(Self.escape)
                // CAN and SUB end it; DEL is nothing.
                case 0x00..<0x18, 0x19, 0x1C..<0x20, 0x7F: result.writeInteger(byte)
                default:
                    result.writeInteger(Self.escape)
                    take(byte, &result)
                }
            case .lead:
                switch byte {
                case 0x90, 0x98, 0x9D, 0x9E, 0x9F: state = .string
                default:
                    result.writeInteger(Self.lead)
                    take(byte, &result)
                }
            case .string:
                // BEL ends it, as xterm has it; CAN and SUB abandon it.
                if byte == 0x07 || byte == 0x18 || byte == 0x1A { state = .text }
                if byte == Self.escape { state = .escapeInString }
                if byte == Self.lead { state = .leadInString }
            case .escapeInString:
                state = byte == UInt8(ascii: "\\") ? .text : byte == Self.escape ? .escapeInString : .string
            case .leadInString:
                switch byte {
                case 0x9C, 0x07, 0x18, 0x1A: state = .text
                case Self.escape: state = .escapeInString
                default: state = byte == Self.lead ? .leadInString : .string
                }
            }
        }
        return result
    }

    private mutating func take(_ byte: UInt8, _ result: inout ByteBuffer) {
        switch byte {
        case Self.escape: state = .escape
        case Self.lead: state = .lead
        default:
            state = .text
            result.writeInteger(byte)
        }
    }

    /// What is held when nothing more comes.
    package mutating func finish() -> ByteBuffer {
        defer { state = .text }
        switch state {
        case .escape: return ByteBuffer(bytes: [Self.escape])
        case .lead: return ByteBuffer(bytes: [Self.lead])
        case .text, .string, .escapeInString, .leadInString: return ByteBuffer()
        }
    }
}
