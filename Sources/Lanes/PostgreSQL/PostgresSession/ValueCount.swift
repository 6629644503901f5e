import Judge
import Policy
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
        /// One, of a few bytes: a number or a time.
        case fixed
        /// One, of bounded length, that may be made of many digits.
        case bounded
        /// One, as long as it has digits.
        case number
        case text
        /// Bytes of which is not known what separates values in them: bytea, and what nobody has described.
        case opaque
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
                case 17: .opaque
                case 2950, 829, 774, 869, 650, 1186: .bounded
                case _ where Self.texts.contains(typeOID): .text
                case _ where Self.short.contains(typeOID): .fixed
                default: .structure(isBinary: isBinary)
                }
        }

        // char, name, text, xml, unknown, bpchar, varchar, bit, varbit, refcursor, cstring
        private static let texts: Set<UInt32> = [18, 19, 25, 142, 705, 1042, 1043, 1560, 1562, 1790, 2275]
        private static let short: Set<UInt32> = [
            // bool, int8, int2, int4, oid, tid, xid, cid, xid8, pg_lsn, void
            16, 20, 21, 23, 26, 27, 28, 29, 5069, 3220, 2278,
            // float4, float8, money
            700, 701, 790,
            // date, time, timestamp, timestamptz, timetz
            1082, 1083, 1114, 1184, 1266,
        ]
    }

    static let comma = [UInt8(ascii: ",")]
    /// A number of more digits could be several.
    static let digitsOfNumber = 16

    /// What the statement says decides first: of what it does not say every byte counts, whatever type it has.
    /// - Parameter bytes: of the cell; nil: NULL.
    static func of(_ bytes: UnsafeRawBufferPointer?, _ kind: Kind, _ weight: AnswerWeight) -> ValueCount {
        guard let bytes else { return .one }
        switch weight {
        case .unknown: return kind == .fixed ? .one : each(bytes)
        case .single(let joined, let packed):
            let values =
                switch kind {
                case .number: max(UInt64(joined), numbers(bytes))
                case .fixed, .text, .json: UInt64(joined)
                // Intervals have several fields, and of what is not known nothing says how much arithmetic puts into it.
                case .bounded, .opaque, .structure: UInt64(packed)
                }
            return ValueCount(values: values, rows: 1)
        case .several(let parts): return kind == .opaque ? each(bytes) : several(bytes, kind, parts)
        case .open: return kind == .opaque ? .one : several(bytes, kind, AnswerWeight.Parts())
        }
    }

    /// One for each byte.
    static func each(_ bytes: UnsafeRawBufferPointer) -> ValueCount {
        let count = UInt64(max(1, bytes.count))
        return ValueCount(values: count, rows: count)
    }

    private static func numbers(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        1 + UInt64(bytes.count / digitsOfNumber)
    }

    private static func several(
        _ bytes: UnsafeRawBufferPointer, _ kind: Kind, _ parts: AnswerWeight.Parts
    ) -> ValueCount {
        var count =
            switch kind {
            case .fixed, .bounded, .opaque: ValueCount.one
            case .number: ValueCount(values: numbers(bytes), rows: 1)
            case .text: text(bytes, parts.delimiters)
            case .json(let skipped): json(UnsafeRawBufferPointer(rebasing: bytes.dropFirst(skipped)), parts)
            case .structure(let isBinary): isBinary ? binary(bytes) : structure(bytes)
            }
        count.values *= UInt64(parts.joined)
        return count
    }

    private static func text(_ bytes: UnsafeRawBufferPointer, _ delimiters: [[UInt8]]) -> ValueCount {
        var parts: UInt64 = 1
        for delimiter in delimiters { parts += occurrences(of: delimiter, in: bytes) }
        return ValueCount(values: parts, rows: parts)
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
    private static func json(_ bytes: UnsafeRawBufferPointer, _ parts: AnswerWeight.Parts) -> ValueCount {
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
        guard parts.countsMembers else { return ValueCount(values: leaves, rows: elements) }
        return ValueCount(values: Usage.sum(leaves, leaves), rows: leaves)
    }

    /// How many values more may be in numbers among data of which nobody has said what is one.
    static func long(_ bytes: UnsafeRawBufferPointer, isBinary: Bool) -> UInt64 {
        if isBinary { return UInt64(bytes.count / digitsOfNumber) }
        var (count, digits): (UInt64, Int) = (0, 0)
        for byte in bytes { count += further(byte, &digits) }
        return count
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
        guard let elements = BinaryArray.elements(bytes), let type = BinaryArray.elementType(bytes) else {
            return each(bytes)
        }
        switch Kind(typeOID: type, isBinary: true) {
        case .fixed, .bounded, .text, .opaque:
            return ValueCount(values: UInt64(max(1, elements)), rows: UInt64(max(1, elements)))
        case .number, .json, .structure: return each(bytes)
        }
    }
}
