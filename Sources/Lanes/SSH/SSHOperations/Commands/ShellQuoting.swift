/// Words written so that a shell takes them as they are.
package enum ShellQuoting {
    /// In single quotes, within which nothing has a meaning; a single quote and a backslash stand outside of them.
    package static func quoted(_ word: String) -> String {
        var text = ""
        var isOpen = false
        for scalar in word.unicodeScalars {
            if scalar == "'" || scalar == "\\" {
                if isOpen { text.unicodeScalars.append("'") }
                isOpen = false
                text.unicodeScalars.append("\\")
            } else if !isOpen {
                text.unicodeScalars.append("'")
                isOpen = true
            }
            text.unicodeScalars.append(scalar)
        }
        if isOpen || word.isEmpty { text += word.isEmpty ? "''" : "'" }
        return text
    }

    /// As it is where it has only characters that mean nothing to a shell; for programs that read the line themselves
    /// instead of a shell, as git-shell and rrsync do, and for people.
    package static func plain(_ word: String) -> String {
        let isPlain =
            !word.isEmpty && word.utf8.allSatisfy(CommandReader.isPlain) && word.utf8.first != UInt8(ascii: "=")
        return isPlain ? word : quoted(word)
    }
}
