/// Reads an input as choices. What is beyond its end is 0 and empty.
struct ByteSource {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) { rest = bytes[...] }

    var isEmpty: Bool { rest.isEmpty }

    mutating func byte() -> UInt8 { rest.popFirst() ?? 0 }

    /// At most `count` bytes.
    mutating func bytes(_ count: Int) -> [UInt8] {
        defer { rest = rest.dropFirst(count) }
        return Array(rest.prefix(count))
    }

    /// As many bytes as the next byte says, as far as there are.
    mutating func counted() -> [UInt8] { bytes(Int(byte())) }

    mutating func remainder() -> [UInt8] { bytes(rest.count) }

    /// Up to the next `separator`, which is taken too.
    mutating func field(_ separator: UInt8 = 0x0A) -> [UInt8] {
        let field = Array(rest.prefix { $0 != separator })
        rest = rest.dropFirst(field.count + 1)
        return field
    }
}
