/// Sizes and durations with their units.
package enum Quantity {
    package static func bytes(_ text: String) -> Int? {
        scaled(text, units: ["": 1, "B": 1, "KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30])
    }

    package static func seconds(_ text: String) -> Int? {
        scaled(text, units: ["s": 1, "m": 60, "h": 3600, "d": 86_400])
    }

    /// Only ASCII digits. Nil as well when the number is too large for an Int.
    static func digits(_ text: Substring) -> Int? {
        guard text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { return nil }
        return Int(text)
    }

    private static func scaled(_ text: String, units: [String: Int]) -> Int? {
        let number = text.prefix { $0.isASCII && $0.isNumber }
        guard let count = digits(number), let factor = units[String(text.dropFirst(number.count))] else { return nil }
        let (product, overflow) = count.multipliedReportingOverflow(by: factor)
        return overflow ? nil : product
    }
}
