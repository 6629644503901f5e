/// Cuts a command into words and operators. The bytes are UTF-8 without control characters.
struct CommandTokens {
    enum Token: Equatable {
        /// `isBare`: no part of it was quoted.
        case word(String, isBare: Bool)
        case joint(ShellLine.Joint)
    }

    private let bytes: [UInt8]
    private var index = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    private func peek(_ offset: Int = 0) -> UInt8? { index + offset < bytes.count ? bytes[index + offset] : nil }

    mutating func next() throws(CommandRefusal) -> Token? {
        while peek() == UInt8(ascii: " ") { index += 1 }
        guard let byte = peek() else { return nil }
        switch byte {
        case UInt8(ascii: "|"):
            index += 1
            if peek() == UInt8(ascii: "|") { return joint(.or) }
            // `|&` sends the errors along.
            if peek() == UInt8(ascii: "&") { throw .redirection }
            return .joint(.pipe)
        case UInt8(ascii: "&"):
            index += 1
            guard peek() == UInt8(ascii: "&") else { throw .background }
            return joint(.and)
        case UInt8(ascii: ";"):
            index += 1
            if peek() == UInt8(ascii: ";") || peek() == UInt8(ascii: "&") { throw .misplacedOperator }
            return .joint(.then)
        case UInt8(ascii: "#"): throw .comment
        // zsh takes the path of what follows.
        case UInt8(ascii: "="): throw .expansion
        default: return try word()
        }
    }

    private mutating func joint(_ joint: ShellLine.Joint) -> Token {
        index += 1
        return .joint(joint)
    }

    private mutating func word() throws(CommandRefusal) -> Token {
        var text: [UInt8] = []
        var isBare = true
        loop: while let byte = peek() {
            switch byte {
            case UInt8(ascii: " "), UInt8(ascii: "|"), UInt8(ascii: "&"), UInt8(ascii: ";"): break loop
            case UInt8(ascii: "'"):
                isBare = false
                index += 1
                guard let end = bytes[index...].firstIndex(of: UInt8(ascii: "'")) else { throw .openQuote }
                text += bytes[index..<end]
                index = end + 1
            case UInt8(ascii: "\""):
                isBare = false
                index += 1
                try doubleQuoted(&text)
            case UInt8(ascii: "\\"):
                isBare = false
                index += 1
                guard let escaped = peek() else { throw .danglingBackslash }
                text.append(escaped)
                index += 1
            default:
                try Self.require(byte)
                text.append(byte)
                index += 1
            }
        }
        return .word(String(decoding: text, as: UTF8.self), isBare: isBare)
    }

    private mutating func doubleQuoted(_ text: inout [UInt8]) throws(CommandRefusal) {
        while let byte = peek() {
            index += 1
            switch byte {
            case UInt8(ascii: "\""): return
            case UInt8(ascii: "$"), UInt8(ascii: "`"): throw .expansion
            case UInt8(ascii: "\\"):
                guard let next = peek() else { throw .openQuote }
                switch next {
                case UInt8(ascii: "$"), UInt8(ascii: "`"), UInt8(ascii: "\""), UInt8(ascii: "\\"):
                    text.append(next)
                    index += 1
                default: text.append(byte)
                }
            default: text.append(byte)
            }
        }
        throw .openQuote
    }

    /// What may stand without quotes.
    private static func require(_ byte: UInt8) throws(CommandRefusal) {
        switch byte {
        case UInt8(ascii: "$"), UInt8(ascii: "`"): throw .expansion
        case UInt8(ascii: "<"), UInt8(ascii: ">"): throw .redirection
        case UInt8(ascii: "*"), UInt8(ascii: "?"), UInt8(ascii: "["), UInt8(ascii: "]"): throw .glob
        case UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "("), UInt8(ascii: ")"): throw .brace
        case UInt8(ascii: "~"): throw .tilde
        case UInt8(ascii: "!"), UInt8(ascii: "^"): throw .history
        // Within a word it is a letter.
        case UInt8(ascii: "#"): break
        default: if !CommandReader.isPlain(byte) { throw .keyword }
        }
    }
}
