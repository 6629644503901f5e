/// An array in binary form, as `array_send` writes it: number of dimensions, whether it has NULLs, the type of its elements, and
/// of each dimension its length and lower bound; each of 4 bytes.
enum BinaryArray {
    static let dimensionsLimit = 6

    /// Of all dimensions; nil: it is no such array.
    static func elements(_ bytes: UnsafeRawBufferPointer) -> Int? {
        guard let dimensions = integer(bytes, 0), dimensions <= dimensionsLimit, let nulls = integer(bytes, 4),
            nulls <= 1, bytes.count >= 12 + Int(dimensions) * 8
        else { return nil }
        guard dimensions > 0 else { return 0 }
        var count = 1
        for dimension in 0..<Int(dimensions) {
            guard let length = integer(bytes, 12 + dimension * 8) else { return nil }
            let (product, overflow) = count.multipliedReportingOverflow(by: Int(length))
            // Each element has its length in 4 bytes.
            guard !overflow, product <= bytes.count / 4 else { return nil }
            count = product
        }
        return count
    }

    static func elementType(_ bytes: UnsafeRawBufferPointer) -> UInt32? { integer(bytes, 8) }

    private static func integer(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> UInt32? {
        guard bytes.count >= offset + 4 else { return nil }
        return UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
    }
}
