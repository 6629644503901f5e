/// A parameter's value in PostgreSQL's binary form, as text for people.
enum ParameterText {
    private static let depthLimit = 1
    private static let elementsLimit = 1_000

    /// - Parameter type: its object number.
    /// - Returns: nil where the type is not one of those that are known here, or the bytes are not of it.
    static func of(_ bytes: [UInt8], type: UInt32) -> String? { of(bytes[...], type: type, depth: 0) }

    private static func of(_ bytes: ArraySlice<UInt8>, type: UInt32, depth: Int) -> String? {
        switch type {
        case 16: bytes.count == 1 ? (bytes.first == 0 ? "false" : "true") : nil
        // int2, int4, int8, oid
        case 21: integer(bytes, Int16.self).map { "\($0)" }
        case 23: integer(bytes, Int32.self).map { "\($0)" }
        case 20: integer(bytes, Int64.self).map { "\($0)" }
        case 26: integer(bytes, UInt32.self).map { "\($0)" }
        case 700: integer(bytes, UInt32.self).map { "\(Float(bitPattern: $0))" }
        case 701: integer(bytes, UInt64.self).map { "\(Double(bitPattern: $0))" }
        // text, varchar, bpchar, name, char, unknown, json, xml
        case 25, 1043, 1042, 19, 18, 705, 114, 142: String(validating: bytes, as: UTF8.self)
        // A version stands before the text.
        case 3802: String(validating: bytes.dropFirst(), as: UTF8.self)
        case 17: "\\x" + hex(bytes)
        case 2950: uuid(bytes)
        case 1082: integer(bytes, Int32.self).flatMap { date(daysSince2000: Int64($0)) }
        case 1114: integer(bytes, Int64.self).flatMap(moment)
        case 1184: integer(bytes, Int64.self).flatMap(moment).map { $0 + "+00" }
        case 1700: numeric(bytes)
        case _ where arrays.contains(type) && depth < depthLimit: array(bytes, depth: depth)
        default: nil
        }
    }

    /// Arrays of the types above.
    private static let arrays: Set<UInt32> = [
        1000, 1005, 1007, 1016, 1028, 1021, 1022, 1009, 1015, 1014, 1003, 1002, 199, 143, 3807, 1001, 2951, 1182, 1115,
        1185, 1231,
    ]

    private static func integer<Value: FixedWidthInteger>(_ bytes: ArraySlice<UInt8>, _: Value.Type) -> Value? {
        guard bytes.count == MemoryLayout<Value>.size else { return nil }
        return bytes.reduce(0) { $0 << 8 | Value(truncatingIfNeeded: $1) }
    }

    private static func hex(_ bytes: ArraySlice<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    private static func uuid(_ bytes: ArraySlice<UInt8>) -> String? {
        guard bytes.count == 16 else { return nil }
        let start = bytes.startIndex
        return [(0, 4), (4, 6), (6, 8), (8, 10), (10, 16)].map { hex(bytes[(start + $0)..<(start + $1)]) }
            .joined(separator: "-")
    }

    /// The proleptic Gregorian calendar, as `date` has it.
    private static func date(daysSince2000: Int64) -> String? {
        // Of a calendar that begins with March of year 0.
        let days = daysSince2000 + 730_425
        guard (0..<3_652_059).contains(days) else { return nil }
        let era = days / 146_097
        let dayOfEra = days % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let month = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * month + 2) / 5 + 1
        let year = yearOfEra + era * 400 + (month >= 10 ? 1 : 0)
        return "\(padded(year, 4))-\(padded(month >= 10 ? month - 9 : month + 3, 2))-\(padded(day, 2))"
    }

    private static func moment(_ microseconds: Int64) -> String? {
        let (day, rest) = microseconds.quotientAndRemainder(dividingBy: 86_400_000_000)
        let time = rest < 0 ? rest + 86_400_000_000 : rest
        guard let date = date(daysSince2000: rest < 0 ? day - 1 : day) else { return nil }
        let seconds = time / 1_000_000
        let fraction = time % 1_000_000
        return "\(date) \(padded(seconds / 3_600, 2)):\(padded(seconds / 60 % 60, 2)):\(padded(seconds % 60, 2))"
            + (fraction == 0 ? "" : ".\(padded(fraction, 6))")
    }

    private static func padded(_ number: Int64, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    /// numeric_send: groups of four digits.
    private static func numeric(_ bytes: ArraySlice<UInt8>) -> String? {
        let words = stride(from: bytes.startIndex, to: bytes.endIndex - 1, by: 2).map {
            Int(bytes[$0]) << 8 | Int(bytes[$0 + 1])
        }
        guard words.count >= 4, bytes.count == 8 + words[0] * 2 else { return nil }
        let (weight, sign, scale) = (Int(Int16(truncatingIfNeeded: words[1])), words[2], words[3])
        guard [0, 0x4000].contains(sign), abs(weight) <= 1_000, scale <= 1_000 else {
            return sign == 0xC000 ? "NaN" : nil
        }
        func group(_ place: Int) -> String {
            let index = weight - place
            return padded(Int64(index >= 0 && index < words[0] ? words[4 + index] : 0), 4)
        }
        let whole = stride(from: max(weight, 0), through: 0, by: -1).map(group).joined().drop { $0 == "0" }
        let places = (scale + 3) / 4
        let fraction = (0..<places).map { group(-1 - $0) }.joined().prefix(scale)
        return (sign == 0 ? "" : "-") + (whole.isEmpty ? "0" : whole) + (fraction.isEmpty ? "" : "." + fraction)
    }

    /// array_send, of one dimension.
    private static func array(_ bytes: ArraySlice<UInt8>, depth: Int) -> String? {
        var rest = bytes
        func word() -> UInt32? {
            guard rest.count >= 4 else { return nil }
            defer { rest = rest.dropFirst(4) }
            return integer(rest.prefix(4), UInt32.self)
        }
        guard let dimensions = word(), dimensions <= 1, word() != nil, let element = word() else { return nil }
        if dimensions == 0 { return rest.isEmpty ? "{}" : nil }
        guard let count = word(), count <= elementsLimit, word() != nil else { return nil }
        var texts: [String] = []
        for _ in 0..<count {
            guard let length = word() else { return nil }
            if length == UInt32.max {
                texts.append("NULL")
                continue
            }
            guard length <= rest.count, let text = of(rest.prefix(Int(length)), type: element, depth: depth + 1) else {
                return nil
            }
            rest = rest.dropFirst(Int(length))
            let isPlain = text.utf8.allSatisfy { byte in
                !["{", "}", ",", "\"", "\\", " "].contains { $0.utf8.first == byte }
            }
            texts.append(
                isPlain && !text.isEmpty && text.lowercased() != "null"
                    ? text : "\"" + text.flatMap { $0 == "\"" || $0 == "\\" ? ["\\", $0] : [$0] } + "\"")
        }
        return rest.isEmpty ? "{" + texts.joined(separator: ",") + "}" : nil
    }
}
