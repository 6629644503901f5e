/// A typed place of a template, for a part of a word.
package enum TemplateSlot: Sendable, Equatable {
    /// Letters, digits and `_ . : @ , + = % -`, not first a `-`.
    case word
    /// 1 to 18 decimal digits.
    case number
    /// Letters, digits, `_`, `.` and `-`, first a letter, digit or `_`, without `..`.
    case name
    /// A unit of systemd: letters, digits and `: _ . - @ \`, first a letter, digit or `_`.
    case unit
    /// A path under a folder, by its letters: absolute, without `.`, `..` and empty parts. `isWide`: also where a part behind the
    /// folder begins with a point.
    case path(under: HostPath, isWide: Bool)
    /// One of these.
    case one(of: [String])

    /// Nil: there is no such slot.
    init?(_ text: String) {
        switch text {
        case "word": self = .word
        case "number": self = .number
        case "name": self = .name
        case "unit": self = .unit
        default:
            if text.hasPrefix("path:") {
                let isWide = text.hasSuffix(Self.wideEnd)
                let name = text.dropFirst(5).dropLast(isWide ? Self.wideEnd.count : 0)
                guard let folder = HostPath(isWide && name.isEmpty ? "/" : String(name)), folder.root == .file,
                    isWide && name.isEmpty || folder.text == name, !name.contains("*")
                else { return nil }
                self = .path(under: folder, isWide: isWide)
            } else if text.hasPrefix("one:") {
                let choices = text.dropFirst(4).split(separator: ",", omittingEmptySubsequences: false).map {
                    String($0)
                }
                guard choices.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(CommandReader.isPlain) }) else {
                    return nil
                }
                self = .one(of: choices)
            } else {
                return nil
            }
        }
    }

    /// As in patterns of paths.
    private static let wideEnd = "/.**"

    /// - Parameter isWide: a point at the beginning of a name is a letter like others, whatever the slot says.
    func takes(_ text: Substring, isWide: Bool) -> Bool {
        switch self {
        case .word: return Self.isOf(text, ".:@,+=%-") && text.utf8.first != UInt8(ascii: "-")
        case .number: return (1...18).contains(text.utf8.count) && text.utf8.allSatisfy { $0 &- 0x30 < 10 }
        case .name: return Self.isOf(text, ".-") && Self.isBegun(text) && !text.contains("..")
        case .unit: return Self.isOf(text, ":.-@\\") && Self.isBegun(text)
        case .one(let choices): return choices.contains { $0.utf8.elementsEqual(text.utf8) }
        case .path(let folder, let hasPoints):
            guard text.utf8.first == UInt8(ascii: "/"), let path = HostPath(String(text)),
                path.text.utf8.elementsEqual(text.utf8)
            else {
                return false
            }
            let parts = path.parts
            let isUnder = parts.starts(with: folder.parts) { $0.utf8.elementsEqual($1.utf8) }
            return isUnder
                && (isWide || hasPoints
                    || parts.dropFirst(folder.parts.count).allSatisfy { $0.utf8.first != UInt8(ascii: ".") })
        }
    }

    private static func isBegun(_ text: Substring) -> Bool {
        guard let first = text.utf8.first else { return false }
        return isAlphanumeric(first) || first == UInt8(ascii: "_")
    }

    private static func isOf(_ text: Substring, _ others: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { isAlphanumeric($0) || $0 == UInt8(ascii: "_") || others.utf8.contains($0) }
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26 }
}
