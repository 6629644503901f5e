/// What a terminal shows of a text (the states of DEC's terminals; xterm's for strings and C1).
///
/// A sequence has parameters of any length, and what is none of ECMA-48 ends all the same with its last letter; CAN, SUB
/// and another ESC end it before. C1 comes as characters of UTF-8. Of strings nothing is shown. All of them
/// end with their line. A backspace moves, and what is written then stands over what was there. Other movements are not followed.
extension VisibleText {
    private enum State { case text, escape, sequence, string }

    /// A character on its line: its bytes, and all that stood in its place, as far as it reaches in the raw text.
    private struct Cell {
        var bytes: Range<Int>
        var reach: Range<Int>
    }

    init(shown raw: UnsafeRawBufferPointer) {
        self.init()
        var cells: [Cell] = []
        var lineStart = 0
        var cursor = 0
        func put(_ bytes: Range<Int>) {
            guard cursor < cells.count else {
                cells.append(Cell(bytes: bytes, reach: bytes))
                cursor = cells.count
                return
            }
            let reach = cells[cursor].reach
            cells[cursor] = Cell(
                bytes: bytes,
                reach: min(reach.lowerBound, bytes.lowerBound)..<max(reach.upperBound, bytes.upperBound))
            cursor += 1
        }
        var state = State.text
        var index = 0
        while index < raw.count {
            let byte = raw[index]
            let character = index..<Self.endOfCharacter(raw, at: index)
            index = character.upperBound
            switch byte {
            case 0x1B: state = .escape
            case 0x18, 0x1A: state = .text
            case 0xC2 where character.count == 2 && raw[character.upperBound - 1] < 0xA0:
                switch raw[character.upperBound - 1] {
                case 0x9B: state = .sequence
                case 0x90, 0x98, 0x9D, 0x9E, 0x9F: state = .string
                default: state = .text
                }
            case 0x0A, 0x0D:
                state = .text
                cursor = cells.count
                put(character)
                lineStart = cursor
            case 0x07 where state == .string: state = .text
            case _ where state == .string: break
            case 0x08: cursor = max(lineStart, cursor - 1)
            case 0x09: put(character)
            case 0x00..<0x20, 0x7F: break
            default:
                // No sequence has characters beyond ASCII: it ends, and they are shown.
                if byte >= 0x80, CharacterWidth.isNone(raw, character) {
                    state = .text
                    continue
                }
                if state == .text || byte >= 0x80 { put(character) }
                state = byte < 0x80 ? Self.next(state, byte) : .text
            }
        }
        for cell in cells { for place in cell.bytes { append(raw[place], from: cell.reach) } }
    }

    private static func next(_ state: State, _ byte: UInt8) -> State {
        switch (state, byte) {
        case (.escape, UInt8(ascii: "[")): .sequence
        case (.escape, UInt8(ascii: "]")), (.escape, UInt8(ascii: "P")), (.escape, UInt8(ascii: "X")),
            (.escape, UInt8(ascii: "^")), (.escape, UInt8(ascii: "_")):
            .string
        case (.escape, 0x20..<0x30): .escape
        case (.sequence, 0x20..<0x40): .sequence
        default: .text
        }
    }

    static func endOfCharacter(_ raw: UnsafeRawBufferPointer, at start: Int) -> Int {
        let continuations =
            switch raw[start] {
            case 0xC2...0xDF: 1
            case 0xE0...0xEF: 2
            case 0xF0...0xF4: 3
            default: 0
            }
        var end = start + 1
        while end < raw.count, end <= start + continuations, raw[end] & 0xC0 == 0x80 { end += 1 }
        return end
    }
}
