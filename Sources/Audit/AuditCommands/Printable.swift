/// Text that came from a log, made safe for a terminal.
enum Printable {
    /// Control and formatting characters stand as `\u{…}`: data must not steer the terminal, nor hide itself.
    static func text(_ text: String, keepingNewlines: Bool = false) -> String {
        var output = ""
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control where keepingNewlines && (scalar == "\n" || scalar == "\t"):
                output.unicodeScalars.append(scalar)
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse:
                output += "\\u{\(String(scalar.value, radix: 16))}"
            default: output.unicodeScalars.append(scalar)
            }
        }
        return output
    }
}
