/// The check digits of the numbers that have one.
///
/// Every function takes the bytes of one candidate whose form was checked; bytes that are no digits are separators.
enum Checksums {
    /// The Luhn sum: from the right, every second digit doubled.
    private static func luhnSum(_ bytes: Slice<UnsafeRawBufferPointer>) -> Int {
        var sum = 0
        var isDoubled = false
        for byte in bytes.reversed() where byte.isDigit {
            let digit = Int(byte &- 0x30)
            let doubled = digit * 2
            sum += isDoubled ? (doubled > 9 ? doubled - 9 : doubled) : digit
            isDoubled.toggle()
        }
        return sum
    }

    /// ISO/IEC 7812-1, with the lengths and prefixes of the issuers in use.
    static func isCard(_ bytes: Slice<UnsafeRawBufferPointer>) -> Bool {
        var count = 0
        var prefix = 0
        for byte in bytes where byte.isDigit {
            if count < 4 { prefix = prefix * 10 + Int(byte &- 0x30) }
            count += 1
        }
        let isIssued =
            switch prefix {
            case 4000...4999: count == 13 || count == 16 || count == 19  // Visa
            case 5100...5599, 2221...2720: count == 16  // Mastercard
            case 3400...3499, 3700...3799: count == 15  // American Express
            case 6011, 6440...6599: (16...19).contains(count)  // Discover
            case 3000...3059, 3095, 3600...3699, 3800...3999: (14...19).contains(count)  // Diners Club
            case 3528...3589: (16...19).contains(count)  // JCB
            case 6200...6299, 8100...8171: (16...19).contains(count)  // UnionPay
            case 5000...5099, 5600...5899, 6304, 6390, 6700...6799: (13...19).contains(count)  // Maestro
            default: false
            }
        return isIssued && luhnSum(bytes) % 10 == 0
    }

    /// The standard of the Centers for Medicare & Medicaid Services: Luhn over 80840 and the ten digits.
    static func isProviderIdentifier(_ bytes: Slice<UnsafeRawBufferPointer>) -> Bool {
        // 24 is what the prefix 80840 adds.
        (24 + luhnSum(bytes)) % 10 == 0
    }

    /// Two letters and seven digits: the last is that of (1st + 3rd + 5th) + 2 × (2nd + 4th + 6th).
    static func isDrugEnforcementNumber(_ bytes: Slice<UnsafeRawBufferPointer>) -> Bool {
        var sum = 0
        var last = 0
        for (index, byte) in bytes.dropFirst(2).enumerated() {
            last = Int(byte &- 0x30)
            if index < 6 { sum += index.isMultiple(of: 2) ? last : 2 * last }
        }
        return sum % 10 == last
    }

    /// 49 CFR 565.15: the ninth of seventeen characters is the weighted sum of the others modulo 11.
    static func isVehicle(_ bytes: Slice<UnsafeRawBufferPointer>) -> Bool {
        let weights: [17 of Int] = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2]
        guard bytes.count == weights.count else { return false }
        var sum = 0
        var check = -1
        var hasLetter = false
        for (index, byte) in bytes.enumerated() {
            guard let value = vehicleValue(byte) else { return false }
            if index == 8 { check = byte | 0x20 == UInt8(ascii: "x") ? 10 : byte.isDigit ? value : -1 }
            hasLetter = hasLetter || byte.isLetter
            sum += value * weights[index]
        }
        return hasLetter && sum % 11 == check
    }

    private static func vehicleValue(_ byte: UInt8) -> Int? {
        if byte.isDigit { return Int(byte &- 0x30) }
        let letter = byte | 0x20
        switch letter {
        case UInt8(ascii: "a")...UInt8(ascii: "h"): return Int(letter - UInt8(ascii: "a")) + 1
        case UInt8(ascii: "j")...UInt8(ascii: "n"): return Int(letter - UInt8(ascii: "j")) + 1
        case UInt8(ascii: "p"): return 7
        case UInt8(ascii: "r"): return 9
        case UInt8(ascii: "s")...UInt8(ascii: "z"): return Int(letter - UInt8(ascii: "s")) + 2
        default: return nil
        }
    }

    /// The areas, groups and serials that the Social Security Administration gives out. `bytes` has nine digits.
    static func isSocialSecurityNumber(_ bytes: Slice<UnsafeRawBufferPointer>) -> Bool {
        var number = 0
        for byte in bytes where byte.isDigit { number = number * 10 + Int(byte &- 0x30) }
        let area = number / 1_000_000
        return area != 0 && area != 666 && area < 900 && number / 10_000 % 100 != 0 && number % 10_000 != 0
    }
}
