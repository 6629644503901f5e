import PgParser
import SQLSyntax

/// Reads libpg_query's own JSON into a `SyntaxTree`: what `PgParser`'s trees are compared with. Anything but libpg_query's form
/// of JSON is an error, never a guess.
struct JSONTreeReader {
    private static let depthLimit = TreeReader.depthLimit

    private let bytes: UnsafeBufferPointer<UInt8>
    private var position = 0
    private var slots: [SyntaxTree.Slot] = []
    private var strings: [String] = []

    private init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    /// - Throws: where `json` is no JSON of that form, or nests too deeply.
    static func read(_ json: UnsafeBufferPointer<UInt8>) throws(SyntaxFailure) -> SyntaxTree {
        var reader = JSONTreeReader(json)
        try reader.value(key: .other, depth: 0)
        guard reader.position == json.count else { throw reader.malformed }
        return SyntaxTree(slots: reader.slots, strings: reader.strings)
    }

    private var malformed: SyntaxFailure {
        SyntaxFailure(sqlState: "XX000", message: "the parser's output could not be read")
    }

    private mutating func value(key: SyntaxKey, depth: Int) throws(SyntaxFailure) {
        guard depth < Self.depthLimit else {
            throw SyntaxFailure(sqlState: "54001", message: "statement nests too deeply")
        }
        switch try peek() {
        case UInt8(ascii: "{"): try object(key: key, kind: nil, depth: depth)
        case UInt8(ascii: "["): try list(key: key, depth: depth)
        case UInt8(ascii: "\""):
            strings.append(try stringLiteral())
            appendLeaf(.string, key, strings.count - 1)
        case UInt8(ascii: "t"):
            try expect("true")
            appendLeaf(.boolean, key, 1)
        case UInt8(ascii: "f"):
            try expect("false")
            appendLeaf(.boolean, key, 0)
        default: appendLeaf(.integer, key, try integer())
        }
    }

    /// - Parameter kind: of the wrapper that the object stands in, where it does.
    private mutating func object(key: SyntaxKey, kind: SyntaxKey?, depth: Int) throws(SyntaxFailure) {
        try expect(UInt8(ascii: "{"))
        // {"RangeVar":{…}}: a node wrapped in its kind. The wrapper is dropped and the kind kept.
        if isWrapper {
            let inner = try name()
            guard try peek() == UInt8(ascii: "{") else { throw malformed }
            try object(key: key, kind: kind ?? inner, depth: depth + 1)
            return try expect(UInt8(ascii: "}"))
        }
        let own = slots.count
        slots.append(SyntaxTree.Slot(shape: .object, key: key, end: 0))
        if try peek() == UInt8(ascii: "}") {
            position += 1
        } else {
            repeat {
                let key = try name()
                if key == .returningClause {
                    try returningClause(depth: depth + 1)
                } else {
                    try value(key: key, depth: depth + 1)
                }
            } while try separator(or: UInt8(ascii: "}"))
        }
        slots[own].kind = kind ?? typedKind(own)
        slots[own].end = Int32(slots.count)
    }

    private mutating func list(key: SyntaxKey, depth: Int) throws(SyntaxFailure) {
        try expect(UInt8(ascii: "["))
        let own = slots.count
        slots.append(SyntaxTree.Slot(shape: .list, key: key, end: 0))
        if try peek() == UInt8(ascii: "]") {
            position += 1
        } else {
            repeat { try value(key: .other, depth: depth + 1) } while try separator(or: UInt8(ascii: "]"))
        }
        slots[own].end = Int32(slots.count)
    }

    /// Fields of a fixed node type are written without the wrapper; what they are follows from their members, or their name.
    private func typedKind(_ index: Int) -> SyntaxKey {
        // Of ALTER ROLE, ALTER DATABASE and ALTER SYSTEM: a SET like any other.
        if slots[index].key == .setstmt { return .variableSetStmt }
        var child = index + 1
        while child < slots.count {
            switch slots[child].key {
            case .relname: return .rangeVar
            case .limitOption: return .selectStmtNode
            case .aliasname: return .aliasNode
            case .ctes: return .withClauseNode
            case .typemod: return .typeNameNode
            default: child = Int(slots[child].end)
            }
        }
        return .other
    }

    private mutating func appendLeaf(_ shape: SyntaxTree.Slot.Shape, _ key: SyntaxKey, _ value: Int) {
        slots.append(SyntaxTree.Slot(shape: shape, key: key, end: Int32(slots.count + 1), value: value))
    }

    /// What RETURNING gives stands in the statement itself; so do its options, where it has some.
    private mutating func returningClause(depth: Int) throws(SyntaxFailure) {
        try expect(UInt8(ascii: "{"))
        guard try peek() != UInt8(ascii: "}") else {
            position += 1
            return
        }
        repeat {
            let key = try name()
            try value(key: key == .exprs ? .returningList : key, depth: depth + 1)
        } while try separator(or: UInt8(ascii: "}"))
    }

    // A kind starts with a capital; no field does.
    private var isWrapper: Bool { position + 1 < bytes.count && (0x41...0x5A).contains(bytes[position + 1]) }

    private mutating func name() throws(SyntaxFailure) -> SyntaxKey {
        let name = try stringLiteral()
        try expect(UInt8(ascii: ":"))
        return SyntaxKey(rawValue: name) ?? .other
    }

    private mutating func separator(or end: UInt8) throws(SyntaxFailure) -> Bool {
        let byte = try peek()
        position += 1
        if byte == UInt8(ascii: ",") { return true }
        guard byte == end else { throw malformed }
        return false
    }

    private func peek() throws(SyntaxFailure) -> UInt8 {
        guard position < bytes.count else { throw malformed }
        return bytes[position]
    }

    private mutating func expect(_ byte: UInt8) throws(SyntaxFailure) {
        guard try peek() == byte else { throw malformed }
        position += 1
    }

    private mutating func expect(_ text: StaticString) throws(SyntaxFailure) {
        let count = text.utf8CodeUnitCount
        guard bytes.count - position >= count else { throw malformed }
        for offset in 0..<count where bytes[position + offset] != text.utf8Start[offset] { throw malformed }
        position += count
    }

    private mutating func integer() throws(SyntaxFailure) -> Int {
        let negative = try peek() == UInt8(ascii: "-")
        if negative { position += 1 }
        var value = 0
        var digits = 0
        while position < bytes.count, (0x30...0x39).contains(bytes[position]) {
            // FETCH ALL is the largest integer there is.
            let (tens, overflows) = value.multipliedReportingOverflow(by: 10)
            let (sum, exceeds) = tens.addingReportingOverflow(Int(bytes[position] - 0x30))
            guard !overflows, !exceeds else { throw malformed }
            value = sum
            position += 1
            digits += 1
        }
        guard digits > 0 else { throw malformed }
        return negative ? -value : value
    }

    private mutating func stringLiteral() throws(SyntaxFailure) -> String {
        try expect(UInt8(ascii: "\""))
        let start = position
        while try peek() != UInt8(ascii: "\"") {
            if bytes[position] == UInt8(ascii: "\\") { return try escapedString(from: start) }
            position += 1
        }
        defer { position += 1 }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private mutating func escapedString(from start: Int) throws(SyntaxFailure) -> String {
        var text = Array(bytes[start..<position])
        while true {
            let byte = try peek()
            position += 1
            if byte == UInt8(ascii: "\"") { return String(decoding: text, as: UTF8.self) }
            guard byte == UInt8(ascii: "\\") else {
                text.append(byte)
                continue
            }
            let escape = try peek()
            position += 1
            switch escape {
            case UInt8(ascii: "n"): text.append(0x0A)
            case UInt8(ascii: "t"): text.append(0x09)
            case UInt8(ascii: "r"): text.append(0x0D)
            case UInt8(ascii: "b"): text.append(0x08)
            case UInt8(ascii: "f"): text.append(0x0C)
            case UInt8(ascii: "u"): text.append(contentsOf: try unicodeEscape())
            default: text.append(escape)
            }
        }
    }

    private mutating func unicodeEscape() throws(SyntaxFailure) -> [UInt8] {
        var code: UInt32 = 0
        for _ in 0..<4 {
            guard let digit = Character(UnicodeScalar(try peek())).hexDigitValue else { throw malformed }
            code = code << 4 | UInt32(digit)
            position += 1
        }
        guard let scalar = UnicodeScalar(code) else { throw malformed }
        return Array(String(scalar).utf8)
    }
}
