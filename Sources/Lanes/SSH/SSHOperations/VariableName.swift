/// What an environment variable may be called: a letter or `_`, then letters, digits and `_` of ASCII, as shells have it (POSIX,
/// XBD 3.216). Whatever else a client calls one could be taken for something else where it is shown.
package enum VariableName {
    package static func isOne(_ text: String) -> Bool {
        guard let first = text.utf8.first, !isDigit(first) else { return false }
        return text.utf8.allSatisfy { $0 == UInt8(ascii: "_") || isDigit($0) || ($0 | 0x20) &- 0x61 < 26 }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
}
