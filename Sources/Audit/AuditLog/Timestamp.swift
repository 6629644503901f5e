/// RFC 3339 in UTC with microseconds: `2026-11-22T20:44:01.000000Z`, 27 bytes.
package enum Timestamp {
    static let byteCount = 27

    /// Appends the text of the instant `microseconds` after 1970-01-01T00:00:00Z, between the years 0 and 9999.
    package static func append(_ microseconds: Int64, to output: inout [UInt8]) {
        let seconds = floorDivide(microseconds, 1_000_000)
        let day = floorDivide(seconds.quotient, 86_400)
        let date = civil(fromDays: day.quotient)
        let time = day.remainder
        append(date.year, digits: 4, to: &output)
        output.append(UInt8(ascii: "-"))
        append(date.month, digits: 2, to: &output)
        output.append(UInt8(ascii: "-"))
        append(date.day, digits: 2, to: &output)
        output.append(UInt8(ascii: "T"))
        append(time / 3_600, digits: 2, to: &output)
        output.append(UInt8(ascii: ":"))
        append(time / 60 % 60, digits: 2, to: &output)
        output.append(UInt8(ascii: ":"))
        append(time % 60, digits: 2, to: &output)
        output.append(UInt8(ascii: "."))
        append(seconds.remainder, digits: 6, to: &output)
        output.append(UInt8(ascii: "Z"))
    }

    package static func text(_ microseconds: Int64) -> String {
        var output: [UInt8] = []
        append(microseconds, to: &output)
        return String(decoding: output, as: UTF8.self)
    }

    /// - Returns: microseconds since 1970; nil when the text is not of the form above.
    package static func parse(_ text: String) -> Int64? {
        let bytes = Array(text.utf8)
        guard bytes.count == byteCount else { return nil }
        func number(_ range: Range<Int>) -> Int64? {
            bytes[range].reduce(Int64?(0)) { sum, byte in
                guard let sum, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
                return sum * 10 + Int64(byte - UInt8(ascii: "0"))
            }
        }
        guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10),
            let hour = number(11..<13), let minute = number(14..<16), let second = number(17..<19),
            let fraction = number(20..<26), (1...12).contains(month)
        else { return nil }
        let days = self.days(year: year, month: month, day: day)
        let microseconds = (days * 86_400 + hour * 3_600 + minute * 60 + second) * 1_000_000 + fraction
        return self.text(microseconds) == text ? microseconds : nil
    }

    private static func floorDivide(_ value: Int64, _ divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }

    /// Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms": the year begins in March.
    private static func civil(fromDays days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let (era, dayOfEra) = floorDivide(days + 719_468, 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shifted + 2) / 5 + 1)
    }

    private static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
        let shiftedYear = month <= 2 ? year - 1 : year
        let (era, yearOfEra) = floorDivide(shiftedYear, 400)
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private static func append(_ value: Int64, digits: Int, to output: inout [UInt8]) {
        var divisor: Int64 = 1
        for _ in 1..<digits { divisor *= 10 }
        while divisor > 0 {
            output.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value / divisor % 10))
            divisor /= 10
        }
    }
}
