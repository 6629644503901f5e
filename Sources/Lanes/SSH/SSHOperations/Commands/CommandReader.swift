/// Reads what a client would run, strictly: words, quotes, and `|`, `&&`, `||`, `;`. What it reads, every shell would read
/// alike; what it does not know is refused, and never passed on.
package enum CommandReader {
    package static func read(_ bytes: some Collection<UInt8>) throws(CommandRefusal) -> ShellLine {
        guard bytes.count <= OperationLimits.commandBytesLimit else { throw .tooLong }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .notUTF8 }
        guard LegibleText.isOne(text) else { throw .controlCharacter }
        var tokens = CommandTokens(Array(text.utf8))
        return try line(&tokens)
    }

    private static func line(_ tokens: inout CommandTokens) throws(CommandRefusal) -> ShellLine {
        var commands: [SimpleCommand] = []
        var joints: [ShellLine.Joint] = []
        var words: [String] = []
        var count = 0
        while let token = try tokens.next() {
            switch token {
            case .word(let text, let isBare):
                if words.isEmpty { try requireProgram(text, isBare) }
                words.append(text)
                count += 1
                guard count <= OperationLimits.wordsLimit else { throw .tooManyWords }
            case .joint(let joint):
                guard !words.isEmpty else { throw .misplacedOperator }
                commands.append(SimpleCommand(words: words))
                joints.append(joint)
                words = []
                guard commands.count < OperationLimits.commandsLimit else { throw .tooManyWords }
            }
        }
        if words.isEmpty {
            // A `;` may end a line.
            guard !commands.isEmpty else { throw .empty }
            guard joints.removeLast() == .then else { throw .misplacedOperator }
        } else {
            commands.append(SimpleCommand(words: words))
        }
        return ShellLine(commands: commands, joints: joints)
    }

    private static let keywords: Set<String> = [
        "if", "then", "else", "elif", "fi", "do", "done", "case", "esac", "while", "until", "for", "in", "function",
        "select", "coproc", "time", "repeat", "foreach", "end", "nocorrect", "noglob", "builtin", "command", "exec",
        "eval", "source", ".", "alias", "unalias", "declare", "typeset", "local", "export", "readonly", "set", "unset",
        "trap", "shift", "return", "break", "continue", "logout", "pushd", "popd", "umask", "ulimit",
        "enable", "hash", "let", "read", "getopts", "wait", "jobs", "fg", "bg", "suspend", "times", "shopt", "bind",
    ]

    /// What is first names a program: no word of the shell's own language that would change what the rest means, and no
    /// assignment.
    private static func requireProgram(_ text: String, _ isBare: Bool) throws(CommandRefusal) {
        guard !text.isEmpty else { throw .empty }
        guard !keywords.contains(text) else { throw .keyword }
        if isBare, text.utf8.contains(UInt8(ascii: "=")) { throw .assignment }
        // An option or such is no program.
        if text.utf8.first == UInt8(ascii: "-") { throw .keyword }
    }

    /// Bytes that mean nothing to any shell, wherever they stand in a word.
    package static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."),
            UInt8(ascii: "/"), UInt8(ascii: ":"), UInt8(ascii: "="), UInt8(ascii: ","), UInt8(ascii: "+"),
            UInt8(ascii: "@"), UInt8(ascii: "%"):
            true
        default: byte >= 0x80
        }
    }
}
