/// The rules for key names of C2SP signed-note.
enum KeyName {
    static let bytesLimit = 512

    /// Not empty, no white space, no control character, no plus sign.
    static func isValid(_ name: String) -> Bool {
        guard !name.isEmpty, name.utf8.count <= bytesLimit else { return false }
        return name.unicodeScalars.allSatisfy { scalar in
            scalar != "+" && scalar.value >= 0x20 && scalar.value != 0x7F && !scalar.properties.isWhitespace
        }
    }
}
