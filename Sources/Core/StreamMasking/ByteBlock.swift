/// Eight bytes of a text at once, the first in the lowest bits.
///
/// What is said of its bytes has the top bit of each byte of which it is true. No sum carries into the next byte, because the top
/// bits are left out of it.
struct ByteBlock {
    private static let tops: UInt64 = 0x8080_8080_8080_8080
    private let bits: UInt64

    /// `index` and seven more are within `raw`.
    init(_ raw: UnsafeRawBufferPointer, at index: Int) {
        bits = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: index, as: UInt64.self))
    }

    private var low: UInt64 { bits & ~Self.tops }

    /// 0x00 to 0x1F, and what is beyond 0x7E.
    var withoutPlainText: UInt64 {
        let isFrom20 = low &+ 0x6060_6060_6060_6060
        let is7F = low &+ 0x0101_0101_0101_0101
        return (bits | ~isFrom20 | is7F) & Self.tops
    }

    /// `%`, `&` and backslashes.
    var beginningsOfEscapes: UInt64 {
        // 0x25, 0x26 and 0x5C, each as zero.
        let percent = low ^ 0x2525_2525_2525_2525
        let ampersand = low ^ 0x2626_2626_2626_2626
        let backslash = low ^ 0x5C5C_5C5C_5C5C_5C5C
        let other = (percent &+ Self.others) & (ampersand &+ Self.others) & (backslash &+ Self.others)
        return ~(other | bits) & Self.tops
    }

    private static let others: UInt64 = 0x7F7F_7F7F_7F7F_7F7F

    /// 0x00, and what is beyond 0x7F.
    var withoutASCII: UInt64 {
        let isFrom01 = low &+ Self.others
        return (bits | ~isFrom01) & Self.tops
    }
}

extension UnsafeRawBufferPointer {
    /// The first place from `start` on that `candidates` says yes of, or that is within the last seven bytes; the end when there is none.
    ///
    /// - Parameter candidates: of a block, in the form of `ByteBlock`.
    @inline(__always)
    func firstPlace(from start: Int, _ candidates: (ByteBlock) -> UInt64) -> Int {
        var index = start
        while index <= count - 8 {
            let found = candidates(ByteBlock(self, at: index))
            if found != 0 { return index + found.trailingZeroBitCount / 8 }
            index += 8
        }
        return index
    }
}
