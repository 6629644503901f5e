/// Reads the flat JSON objects that `JSONWriter` writes: strings, whole numbers, booleans and lists of strings.
struct JSONReader {
    static let fieldsLimit = 64
    static let listItemsLimit = 4_096

    private let bytes: ArraySlice<UInt8>
    private var index: Int

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        index = bytes.startIndex
    }

    /// Reads the object, which must be all there is.
    mutating func readObject() throws(RecordFault) -> [String: RecordValue] {
        try expect(UInt8(ascii: "{"))
        var fields: [String: RecordValue] = [:]
        repeat {
            let name = try string()
            try expect(UInt8(ascii: ":"))
            guard fields.updateValue(try value(), forKey: name) == nil else { throw invalid }
            guard fields.count <= Self.fieldsLimit else { throw invalid }
        } while take(UInt8(ascii: ","))
        try expect(UInt8(ascii: "}"))
        guard index == bytes.endIndex else { throw invalid }
        return fields
    }

    private var invalid: RecordFault { RecordFault(reason: "not a JSON record") }

    private mutating func value() throws(RecordFault) -> RecordValue {
        switch peek {
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "["): return .list(try list())
        case UInt8(ascii: "t"):
            try expectWord("true")
            return .bool(true)
        case UInt8(ascii: "f"):
            try expectWord("false")
            return .bool(false)
        default: return .number(try number())
        }
    }

    private mutating func list() throws(RecordFault) -> [String] {
        try expect(UInt8(ascii: "["))
        var items: [String] = []
        if take(UInt8(ascii: "]")) { return items }
        repeat {
            items.append(try string())
            guard items.count <= Self.listItemsLimit else { throw invalid }
        } while take(UInt8(ascii: ","))
        try expect(UInt8(ascii: "]"))
        return items
    }

    private mutating func number() throws(RecordFault) -> UInt64 {
        let start = index
        while let byte = peek, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") { index += 1 }
        let digits = String(decoding: bytes[start..<index], as: UTF8.self)
        guard let value = UInt64(digits), String(value) == digits else { throw invalid }
        return value
    }

    private mutating func string() throws(RecordFault) -> String {
        try expect(UInt8(ascii: "\""))
        var output: [UInt8] = []
        while let byte = peek {
            index += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let text = String(validating: output, as: UTF8.self) else { throw invalid }
                return text
            case UInt8(ascii: "\\"): try unescape(into: &output)
            case 0..<0x20: throw invalid
            default: output.append(byte)
            }
        }
        throw invalid
    }

    private mutating func unescape(into output: inout [UInt8]) throws(RecordFault) {
        guard let byte = peek else { throw invalid }
        index += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): output.append(byte)
        case UInt8(ascii: "n"): output.append(UInt8(ascii: "\n"))
        case UInt8(ascii: "r"): output.append(UInt8(ascii: "\r"))
        case UInt8(ascii: "t"): output.append(UInt8(ascii: "\t"))
        case UInt8(ascii: "b"): output.append(8)
        case UInt8(ascii: "f"): output.append(12)
        case UInt8(ascii: "u"):
            guard bytes.endIndex - index >= 4,
                let code = UInt32(String(decoding: bytes[index..<(index + 4)], as: UTF8.self), radix: 16),
                let scalar = Unicode.Scalar(code)
            else { throw invalid }
            index += 4
            output.append(contentsOf: String(Character(scalar)).utf8)
        default: throw invalid
        }
    }

    private var peek: UInt8? { index < bytes.endIndex ? bytes[index] : nil }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard peek == byte else { return false }
        index += 1
        return true
    }

    private mutating func expect(_ byte: UInt8) throws(RecordFault) {
        guard take(byte) else { throw invalid }
    }

    private mutating func expectWord(_ word: StaticString) throws(RecordFault) {
        let characters = word.withUTF8Buffer { Array($0) }
        for byte in characters { try expect(byte) }
    }
}
