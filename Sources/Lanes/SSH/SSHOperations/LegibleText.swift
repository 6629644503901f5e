/// Text that a person who is shown it reads as it is: one line, whose letters stand in their order.
enum LegibleText {
    /// No control characters, no separators of lines and paragraphs, nothing that changes the direction of what is shown.
    static func isOne(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { scalar in
            switch scalar.value {
            case 0..<0x20, 0x7F...0x9F, 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: false
            default: true
            }
        }
    }
}
