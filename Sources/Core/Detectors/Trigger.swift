/// What a byte can be the beginning of. Text without such a byte holds no finding.
enum Trigger: UInt8 {
    case none
    case digit
    case at
    case colon
    case w

    /// The trigger of every byte value, for the detectors that are on.
    static func table(for choice: DetectorChoice) -> [Trigger] {
        var table = [Trigger](repeating: .none, count: 256)
        if !choice.isDisjoint(with: .numbers) {
            for digit in UInt8(ascii: "0")...UInt8(ascii: "9") { table[Int(digit)] = .digit }
        }
        if choice.contains(.email) { table[Int(UInt8(ascii: "@"))] = .at }
        if choice.contains(.url) || choice.contains(.internetAddress) { table[Int(UInt8(ascii: ":"))] = .colon }
        if choice.contains(.url) {
            table[Int(UInt8(ascii: "w"))] = .w
            table[Int(UInt8(ascii: "W"))] = .w
        }
        return table
    }

    /// The bytes of `block`, the first in its lowest bits, that can have a trigger: the top bit of the first of them, and
    /// of none before it, is set.
    ///
    /// These are 0x30...0x40, which holds the digits, colon and at sign, and a `w` before another one, or at the end.
    /// All eight bytes at once; no sum carries into the next byte because the top bits are left out of it.
    static func candidates(in block: UInt64) -> UInt64 {
        let tops: UInt64 = 0x8080_8080_8080_8080
        let low = block & ~tops
        let isFrom30 = low &+ 0x5050_5050_5050_5050
        let isFrom41 = low &+ 0x3f3f_3f3f_3f3f_3f3f
        return (isFrom30 & ~isFrom41 & ~block | zeros(in: pairs(of: 0x77, in: block | 0x2020_2020_2020_2020))) & tops
    }

    /// Zero where `block` and the byte behind it are both `byte`; at the last byte, where that alone is.
    private static func pairs(of byte: UInt64, in block: UInt64) -> UInt64 {
        let others = block ^ (byte &* 0x0101_0101_0101_0101)
        return others | others >> 8
    }

    /// The top bit of the first byte that is 0, and of none before it, is set. A borrow can set others behind it.
    static func zeros(in block: UInt64) -> UInt64 { (block &- 0x0101_0101_0101_0101) & ~block & 0x8080_8080_8080_8080 }
}
