import TestSupport

/// Reads what the binary format gives of arrays and records, whose lengths have to fit.
struct BinaryLengths {
    private var rest: ArraySlice<UInt8>

    /// The texts within an array of texts, whatever its dimensions.
    /// - Throws: where a length does not fit.
    static func array(_ bytes: [UInt8]) throws -> [String?] {
        try values(bytes).map { $0.map { String(decoding: $0, as: UTF8.self) } }
    }

    /// The same of any other type.
    static func values(_ bytes: [UInt8]) throws -> [[UInt8]?] {
        var reader = BinaryLengths(rest: bytes[...])
        let dimensions = try reader.number()
        _ = (try reader.number(), try reader.number())
        var count = dimensions == 0 ? 0 : 1
        for _ in 0..<dimensions {
            count *= try reader.number()
            _ = try reader.number()
        }
        let values = try (0..<count).map { _ in try reader.value() }
        guard reader.rest.isEmpty else { throw TestFailure("\(reader.rest.count) bytes behind an array") }
        return values
    }

    /// The fields of a record.
    static func record(_ bytes: [UInt8]) throws -> [[UInt8]?] {
        var reader = BinaryLengths(rest: bytes[...])
        let values = try (0..<(try reader.number())).map { _ in
            _ = try reader.number()
            return try reader.value()
        }
        guard reader.rest.isEmpty else { throw TestFailure("\(reader.rest.count) bytes behind a record") }
        return values
    }

    private mutating func number() throws -> Int {
        guard rest.count >= 4 else { throw TestFailure("a number is cut") }
        defer { rest = rest.dropFirst(4) }
        return Int(Int32(truncatingIfNeeded: rest.prefix(4).reduce(0) { $0 << 8 | Int($1) }))
    }

    private mutating func value() throws -> [UInt8]? {
        let length = try number()
        guard length >= 0 else { return nil }
        guard rest.count >= length else {
            throw TestFailure("a value of \(length) bytes, of which \(rest.count) are left")
        }
        defer { rest = rest.dropFirst(length) }
        return Array(rest.prefix(length))
    }
}
