import Judge
import SQLRewrite

/// How many values are in a cell.
struct ValueCount: Equatable {
    /// All of them.
    var values: UInt64
    /// Of rows that were put together: elements of arrays, parts of a text. At least 1.
    var rows: UInt64

    static let one = ValueCount(values: 1, rows: 1)

    /// What a type says of its values.
    enum Kind: Equatable {
        /// One, of bounded length.
        case fixed
        /// One, as long as it has digits.
        case number
        case text
        /// JSON after so many bytes of something else.
        case json(skipped: Int)
        /// Arrays, rows, ranges, and what is not known.
        case structure(isBinary: Bool)

        init(typeOID: UInt32, isBinary: Bool) {
            self =
                switch typeOID {
                case 114: .json(skipped: 0)
                case 3802: .json(skipped: isBinary ? 1 : 0)
                case 1700: .number
                case _ where Self.texts.contains(typeOID): .text
                case _ where Self.bounded.contains(typeOID): .fixed
                default: .structure(isBinary: isBinary)
                }
        }

        // bytea, char, name, text, xml, unknown, bpchar, varchar, bit, varbit, refcursor, cstring
        private static let texts: Set<UInt32> = [17, 18, 19, 25, 142, 705, 1042, 1043, 1560, 1562, 1790, 2275]
        private static let bounded: Set<UInt32> = [
            // bool, int8, int2, int4, oid, tid, xid, cid, xid8, pg_lsn, void
            16, 20, 21, 23, 26, 27, 28, 29, 5069, 3220, 2278,
            // float4, float8, money, uuid, macaddr, macaddr8, inet, cidr
            700, 701, 790, 2950, 829, 774, 869, 650,
            // date, time, timestamp, timestamptz, interval, timetz
            1082, 1083, 1114, 1184, 1186, 1266,
        ]
    }

    static let comma = [UInt8(ascii: ",")]
    /// A number of more digits could be several.
    static let digitsOfNumber = 16

    /// - Parameter bytes: of the cell; nil: NULL.
    static func of(_ bytes: UnsafeRawBufferPointer?, _ kind: Kind, _ weight: AnswerWeight) -> ValueCount {
        guard let bytes else { return .one }
        switch kind {
        case .fixed: return .one
        case .number: return ValueCount(values: 1 + UInt64(bytes.count / digitsOfNumber), rows: 1)
        case .text: return text(bytes, weight.texts)
        case .json(let skipped):
            guard weight.countsElements else { return .one }
            return json(UnsafeRawBufferPointer(rebasing: bytes.dropFirst(skipped)), weight)
        case .structure(let isBinary):
            guard weight.countsElements else { return .one }
            return isBinary ? binary(bytes) : structure(bytes)
        }
    }

    static func text(_ bytes: UnsafeRawBufferPointer, _ texts: AnswerWeight.Texts) -> ValueCount {
        switch texts {
        case .joined(let count): return ValueCount(values: UInt64(count), rows: 1)
        case .bytes:
            let count = UInt64(max(1, bytes.count))
            return ValueCount(values: count, rows: count)
        case .delimited(let delimiters, let joined):
            var parts: UInt64 = 1
            for delimiter in delimiters { parts += occurrences(of: delimiter, in: bytes) }
            return ValueCount(values: parts * UInt64(joined), rows: parts)
        }
    }

    static func occurrences(of part: [UInt8], in bytes: UnsafeRawBufferPointer) -> UInt64 {
        guard let first = part.first, bytes.count >= part.count else { return 0 }
        var count: UInt64 = 0
        var index = 0
        while index <= bytes.count - part.count {
            guard bytes[index] == first, part.indices.allSatisfy({ bytes[index + $0] == part[$0] }) else {
                index += 1
                continue
            }
            count += 1
            index += part.count
        }
        return count
    }

    /// Values are the leaves, rows the elements of arrays.
    private static func json(_ bytes: UnsafeRawBufferPointer, _ weight: AnswerWeight) -> ValueCount {
        var (leaves, elements): (UInt64, UInt64) = (1, 1)
        var isQuoted = false
        var isEscaped = false
        // A bit for each level, 1 for an array; what is deeper counts as one.
        var levels: UInt64 = 0
        var digits = 0
        for byte in bytes {
            if isQuoted {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isQuoted = false
                }
                continue
            }
            leaves += further(byte, &digits)
            switch byte {
            case UInt8(ascii: "\""): isQuoted = true
            case UInt8(ascii: "["): levels = levels << 1 | 1
            case UInt8(ascii: "{"): levels = levels << 1
            case UInt8(ascii: "]"), UInt8(ascii: "}"): levels >>= 1
            case UInt8(ascii: ","):
                leaves += 1
                if levels & 1 == 1 { elements += 1 }
            default: break
            }
        }
        return ValueCount(values: leaves, rows: weight.countsMembers ? leaves : elements)
    }

    /// 1 where a number has had `digitsOfNumber` digits more.
    private static func further(_ byte: UInt8, _ digits: inout Int) -> UInt64 {
        guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else {
            if byte != UInt8(ascii: ".") { digits = 0 }
            return 0
        }
        digits += 1
        return digits % digitsOfNumber == 0 ? 1 : 0
    }

    /// An array, a row or the like in text form: every comma may be between two values.
    private static func structure(_ bytes: UnsafeRawBufferPointer) -> ValueCount {
        var count = 1 + occurrences(of: comma, in: bytes)
        var digits = 0
        for byte in bytes { count += further(byte, &digits) }
        let isArray = bytes.first == UInt8(ascii: "{") || bytes.first == UInt8(ascii: "[")
        return ValueCount(values: count, rows: isArray ? UInt64(LookupCount.elements(of: bytes)) : 1)
    }

    /// Of an array its elements, where they are of a type that says so; of all else there may be one in each byte.
    private static func binary(_ bytes: UnsafeRawBufferPointer) -> ValueCount {
        let unknown = ValueCount(values: UInt64(max(1, bytes.count)), rows: UInt64(max(1, bytes.count)))
        guard let elements = BinaryArray.elements(bytes), let type = BinaryArray.elementType(bytes) else {
            return unknown
        }
        switch Kind(typeOID: type, isBinary: true) {
        case .fixed, .text: return ValueCount(values: UInt64(max(1, elements)), rows: UInt64(max(1, elements)))
        case .number, .json, .structure: return unknown
        }
    }
}
