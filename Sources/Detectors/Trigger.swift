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
}
