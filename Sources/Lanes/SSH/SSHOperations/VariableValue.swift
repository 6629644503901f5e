/// What an environment variable may hold, so that who approves a command sees where it ends and the command begins: one line, whose
/// letters stand in their order.
package enum VariableValue {
    /// As names of locales have it, and of time zones: letters, digits and `_ . @ : = / + -` of ASCII.
    package static func isLocale(_ text: String) -> Bool {
        text.utf8.allSatisfy { byte in
            byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26 || "_.@:=/+-".utf8.contains(byte)
        }
    }

    /// Of a variable that the policy names: what a command may have, which has no line ends, controls, nor marks of direction.
    package static func isLine(_ text: String) -> Bool { LegibleText.isOne(text) }
}
