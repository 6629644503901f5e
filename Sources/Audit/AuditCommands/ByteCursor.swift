/// Reads the fields of captured messages; every read is checked.
struct ByteCursor {
    private(set) var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    mutating func byte() -> UInt8? { rest.popFirst() }

    mutating func int16() -> Int? {
        take(2).map { Int(Int16(bitPattern: $0.reduce(0) { $0 << 8 | UInt16($1) })) }
    }

    mutating func int32() -> Int? {
        take(4).map { Int(Int32(bitPattern: $0.reduce(0) { $0 << 8 | UInt32($1) })) }
    }

    mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
        guard count >= 0, count <= rest.count else { return nil }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }

    mutating func string() -> String? {
        guard let end = rest.firstIndex(of: 0) else { return nil }
        defer { rest = rest[(end + 1)...] }
        return String(decoding: rest[..<end], as: UTF8.self)
    }
}
