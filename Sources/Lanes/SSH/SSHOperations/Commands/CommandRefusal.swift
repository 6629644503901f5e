/// Why a command was not read. Names the rule, and nothing of the text.
package enum CommandRefusal: String, Error, Sendable, CaseIterable {
    case empty = "there is no command"
    case tooLong = "the command is over its limit of 32,768 bytes"
    case tooManyWords = "the command has over 1,024 words, or 32 programs"
    case notUTF8 = "the command is not UTF-8"
    case controlCharacter = "the command has a control character or a line end"
    case expansion = "the command has an expansion or a substitution ($ or a backquote)"
    case redirection = "the command has a redirection"
    case glob = "the command has a pattern of names (*, ?, [ or ])"
    case brace = "the command has a brace, or a parenthesis"
    case tilde = "the command has a tilde without quotes"
    case background = "the command would run in the background"
    case history = "the command has an exclamation mark or a caret without quotes"
    case comment = "the command has a comment"
    case openQuote = "a quote of the command has no end"
    case danglingBackslash = "the command ends with a backslash"
    case misplacedOperator = "an operator stands where a program must"
    case keyword = "the command begins with a word of the shell's own language"
    case assignment = "the command sets a variable"

    /// What to write instead.
    package var remedy: String {
        switch self {
        case .empty: "name a program"
        case .tooLong, .tooManyWords: "send what is long by sftp or the standard input, or run several commands"
        case .notUTF8: "write names and text in UTF-8, or rename the file by sftp"
        case .controlCharacter: "write one line, and join commands with && or ;"
        case .expansion: "write out what it stands for; in single quotes $ is a letter"
        case .redirection:
            "write files by sftp (put), and use what comes on the standard output and error where you are"
        case .glob, .brace: "write out the names; in quotes it is a letter"
        case .tilde: "write the path from /, or relative to the home"
        case .background: "run it in a connection of its own, and join commands with && or ;"
        case .history, .comment: "leave it out, or put it in quotes"
        case .openQuote: "close it"
        case .danglingBackslash: "leave it out, or put it in single quotes"
        case .misplacedOperator: "put a program before and behind each of | && || and ;"
        case .keyword: "run programs one by one, and join them with && || or ;"
        case .assignment: "set it at the client (ssh -o SetEnv), where the target's environment: names it"
        }
    }
}
