package import NIOCore

/// Takes out of a terminal's stream what would carry text past the search: the strings that OSC, DCS, SOS, PM and APC
/// begin (titles, links, clipboards), up to their end. Holds nothing but where in a sequence the stream stands.
package struct ControlStringFilter: Sendable {
    private enum State: Sendable {
        case text
        /// An ESC, which is held: what follows decides.
        case escape
        case string
        /// An ESC within a string, which may be the beginning of its end.
        case escapeInString
    }

    private var state = State.text

    package init() {}

    /// `bytes` without such strings.
    package mutating func filter(_ bytes: ByteBuffer) -> ByteBuffer {
        if case .text = state, !bytes.readableBytesView.contains(0x1B) { return bytes }
        var result = ByteBuffer()
        result.reserveCapacity(bytes.readableBytes + 1)
        for byte in bytes.readableBytesView {
            switch state {
            case .text: if byte == 0x1B { state = .escape } else { result.writeInteger(byte) }
            case .escape:
                switch byte {
                case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "X"), UInt8(ascii: "^"), UInt8(ascii: "_"):
                    state = .string
                case 0x1B: result.writeInteger(0x1B as UInt8)
                default:
                    result.writeInteger(0x1B as UInt8)
                    result.writeInteger(byte)
                    state = .text
                }
            case .string:
                // BEL ends it, as xterm has it; CAN and SUB abandon it.
                if byte == 0x07 || byte == 0x18 || byte == 0x1A { state = .text }
                if byte == 0x1B { state = .escapeInString }
            case .escapeInString: state = byte == UInt8(ascii: "\\") ? .text : byte == 0x1B ? .escapeInString : .string
            }
        }
        return result
    }

    /// What is held when nothing more comes.
    package mutating func finish() -> ByteBuffer {
        defer { state = .text }
        if case .escape = state { return ByteBuffer(bytes: [0x1B]) }
        return ByteBuffer()
    }
}
