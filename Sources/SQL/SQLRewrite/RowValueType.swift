import Policy

/// A type of columns by which rows may be chosen: of the server's own, or an enum, whose comparisons cannot fail.
package enum RowValueType: Sendable, Hashable {
    case bool
    /// In bytes: 2, 4, 8.
    case integer(Int)
    case numeric
    case text
    /// `character(n)`: blanks at the end do not count.
    case character
    case uuid
    case date
    /// Without time zone: one with it would be read as the session's says.
    case timestamp
    /// As casts write it.
    case enumeration(String)

    static let words = "boolean, integers, numeric, text, uuid, date, timestamp or enums"

    init?(_ column: Column) {
        if column.typeKind == "e" {
            self = .enumeration(column.castType)
            return
        }
        guard column.typeSchema == "pg_catalog" else { return nil }
        switch column.typeName {
        case "bool": self = .bool
        case "int2": self = .integer(2)
        case "int4": self = .integer(4)
        case "int8": self = .integer(8)
        case "numeric": self = .numeric
        case "text", "varchar": self = .text
        case "bpchar": self = .character
        case "uuid": self = .uuid
        case "date": self = .date
        case "timestamp": self = .timestamp
        default: return nil
        }
    }

    var isOrdered: Bool {
        switch self {
        case .bool, .uuid, .enumeration: false
        case .integer, .numeric, .text, .character, .date, .timestamp: true
        }
    }

    var isText: Bool { self == .text || self == .character }

    /// What a claim says is looked at when the session begins: `takes`.
    var takesClaims: Bool {
        switch self {
        case .integer, .text, .character, .uuid: true
        case .bool, .numeric, .date, .timestamp, .enumeration: false
        }
    }

    /// Without a length: that would cut values off.
    var cast: String {
        switch self {
        case .bool: "pg_catalog.bool"
        case .integer(let bytes): "pg_catalog.int\(bytes)"
        case .numeric: "pg_catalog.numeric"
        case .text: "pg_catalog.text"
        case .character: "pg_catalog.bpchar"
        case .uuid: "pg_catalog.uuid"
        case .date: "pg_catalog.date"
        case .timestamp: "pg_catalog.timestamp"
        case .enumeration(let type): type
        }
    }

    var name: String {
        switch self {
        case .enumeration(let type): type
        default: String(cast.dropFirst("pg_catalog.".count))
        }
    }

    /// What a policy writes for a value.
    var form: String {
        switch self {
        case .bool: "TRUE or FALSE"
        case .integer: "a whole number that it can hold"
        case .numeric: "a number"
        case .text, .character, .enumeration: "'text'"
        case .uuid: "'xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx'"
        case .date: "'YYYY-MM-DD'"
        case .timestamp: "'YYYY-MM-DD HH:MM:SS'"
        }
    }

    /// Whether the server takes a text for a value of it, in this form and no other.
    package func takes(_ text: String) -> Bool {
        switch self {
        case .text, .character: return true
        case .integer(let bytes):
            guard let number = Int64(text), String(number) == text else { return false }
            switch bytes {
            case 2: return Int16(exactly: number) != nil
            case 4: return Int32(exactly: number) != nil
            default: return true
            }
        case .uuid:
            let parts = text.split(separator: "-", omittingEmptySubsequences: false)
            return parts.map(\.utf8.count) == [8, 4, 4, 4, 12]
                && parts.allSatisfy { $0.utf8.allSatisfy(Self.isHexadecimal) }
        case .date: return Self.isDate(text[...])
        case .timestamp:
            let parts = text.split(separator: " ", omittingEmptySubsequences: false)
            guard let date = parts.first, Self.isDate(date) else { return false }
            guard parts.count > 1 else { return true }
            let time = parts[1].split(separator: ":", omittingEmptySubsequences: false)
            let limits = [23, 59, 59]
            return parts.count == 2 && time.count == 3
                && zip(time, limits).allSatisfy { part, limit in Self.number(part, digits: 2) ?? .max <= limit }
        case .bool, .numeric, .enumeration: return false
        }
    }

    /// Nil where the value is none of this type.
    func literal(_ value: RowCondition.Value) -> String? {
        let text: String
        switch (self, value) {
        case (.bool, .truth(let truth)): return truth ? "TRUE" : "FALSE"
        case (.integer, .number(let number)) where takes(number): text = number
        case (.numeric, .number(let number)): text = number
        case (.enumeration, .text(let label)): text = label
        case (.text, .text(let given)), (.character, .text(let given)), (.uuid, .text(let given)),
            (.date, .text(let given)), (.timestamp, .text(let given)):
            guard takes(given) else { return nil }
            text = given
        default: return nil
        }
        return "\(SQLText.literal(text))::\(cast)"
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
            UInt8(ascii: "A")...UInt8(ascii: "F"):
            true
        default: false
        }
    }

    private static func number(_ text: Substring, digits: Int) -> Int? {
        text.utf8.count == digits && text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            ? Int(text) : nil
    }

    private static func isDate(_ text: Substring) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, let year = number(parts[0], digits: 4), let month = number(parts[1], digits: 2),
            let day = number(parts[2], digits: 2), year >= 1, (1...12).contains(month), day >= 1
        else { return false }
        let isLeap = year % 4 == 0 && year % 100 != 0 || year % 400 == 0
        let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        return day <= days[month - 1]
    }
}
