/// A value in a configuration of OpenSSH's client (ssh_config(5)), which takes words apart, and puts others in the place of `%` and
/// `${`, within quotes as well.
enum SSHConfigWord {
    /// In quotes; nil: it has something for which there is no way to write it that every version reads alike.
    static func quoted(_ word: String) -> String? {
        let isWritable =
            !word.contains("${")
            && word.utf8.allSatisfy {
                $0 >= 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\")
            }
        guard isWritable else { return nil }
        var text = ""
        for character in word.unicodeScalars {
            if character == "%" { text.unicodeScalars.append(character) }
            text.unicodeScalars.append(character)
        }
        return "\"\(text)\""
    }
}
