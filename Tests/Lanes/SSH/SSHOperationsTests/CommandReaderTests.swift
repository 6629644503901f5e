import Foundation
import SSHOperations
import TestSupport
import Testing

/// What the reader takes, every shell takes alike; what it does not know is refused.
struct CommandReaderTests {
    static let taken: [(String, [[String]])] = [
        ("df -h", [["df", "-h"]]), ("  systemctl   status app.service ", [["systemctl", "status", "app.service"]]),
        ("tail -n 20 /var/log/app.log", [["tail", "-n", "20", "/var/log/app.log"]]),
        ("echo 'a b' \"c d\" e\\ f g'h'\"i\"", [["echo", "a b", "c d", "e f", "ghi"]]),
        ("echo '$HOME' '`id`' '*' \"it's\" '\"'", [["echo", "$HOME", "`id`", "*", "it's", "\""]]),
        ("echo \"a\\\"b\\\\c\\$d\\`e\\nf\"", [["echo", "a\"b\\c$d`e\\nf"]]),
        ("echo \\$HOME \\* \\' \\\\", [["echo", "$HOME", "*", "'", "\\"]]), ("echo '' \"\"", [["echo", "", ""]]),
        ("ps aux | grep app | wc -l", [["ps", "aux"], ["grep", "app"], ["wc", "-l"]]),
        ("a&&b||c;d", [["a"], ["b"], ["c"], ["d"]]), ("id;", [["id"]]), ("echo a=b c#d", [["echo", "a=b", "c#d"]]),
        ("echo naïve 'é'", [["echo", "naïve", "é"]]), ("/usr/bin/id -u", [["/usr/bin/id", "-u"]]),
    ]

    @Test(arguments: taken)
    func `What is plain is read as every shell reads it`(text: String, words: [[String]]) throws {
        let line = try CommandReader.read(Array(text.utf8))
        #expect(line.commands.map(\.words) == words)
        // What is written anew is read as the same.
        #expect(try CommandReader.read(Array(line.written.utf8)) == line)
    }

    static let refused: [(String, CommandRefusal)] = [
        ("", .empty), ("   ", .empty), ("''", .empty), ("echo $HOME", .expansion), ("echo \"$HOME\"", .expansion),
        ("echo `id`", .expansion), ("echo $(id)", .expansion), ("echo \"`id`\"", .expansion),
        ("cat < /etc/passwd", .redirection),
        ("id > /tmp/x", .redirection), ("id 2>&1", .redirection), ("a |& b", .redirection), ("ls *.csv", .glob),
        ("ls ?", .glob), ("ls [ab]", .glob), ("echo {a,b}", .brace), ("(id)", .brace), ("f() { id; }", .brace),
        ("ls ~/x", .tilde), ("ls ~root", .tilde), ("sleep 1 &", .background), ("a & b", .background),
        ("echo !!", .history),
        ("a ^ b", .history), ("id # x", .comment), ("echo 'a", .openQuote), ("echo \"a", .openQuote),
        ("echo \"a\\", .openQuote), ("echo \\", .danglingBackslash), ("| id", .misplacedOperator),
        ("id |", .misplacedOperator), ("id && ", .misplacedOperator), ("id && || b", .misplacedOperator),
        ("id ;; b", .misplacedOperator), ("; id", .misplacedOperator), ("if true", .keyword), ("eval id", .keyword),
        ("exec id", .keyword), (". /x", .keyword), ("source /x", .keyword), ("'eval' id", .keyword), ("-x", .keyword),
        ("command id", .keyword), ("A=b id", .assignment), ("PATH=/tmp", .assignment), ("=ls", .expansion),
        ("echo =ls", .expansion), ("id\nid", .controlCharacter), ("id\rid", .controlCharacter),
        ("id\0", .controlCharacter),
        ("id\tx", .controlCharacter), ("echo \u{1B}[0m", .controlCharacter), ("echo \u{85}", .controlCharacter),
        ("echo \u{202E}x", .controlCharacter), ("echo \u{2028}x", .controlCharacter),
        ("echo 1\u{200E}2", .controlCharacter), ("echo 1\u{200F}2", .controlCharacter),
        ("echo 1\u{61C}2", .controlCharacter), ("echo a$", .expansion),
        (String(repeating: "a ", count: 1_025), .tooManyWords), (String(repeating: "a;", count: 33), .tooManyWords),
        (String(repeating: "a", count: 32_769), .tooLong),
    ]

    @Test(arguments: refused)
    func `What is not plain is refused, and the reason names the rule`(text: String, reason: CommandRefusal) {
        #expect(throws: reason) { try CommandReader.read(Array(text.utf8)) }
    }

    @Test func `Bytes that are not UTF-8 are refused`() {
        #expect(throws: CommandRefusal.notUTF8) { try CommandReader.read([0x69, 0x64, 0x20, 0xFF]) }
        #expect(throws: CommandRefusal.notUTF8) { try CommandReader.read([0x69, 0xC0, 0xA7]) }
    }

    static let shells: [[String]] = [["dash"], ["bash"], ["zsh"], ["mksh"], ["busybox", "sh"], ["bash", "--posix"]]

    /// A program that says its words, one a line, each between marks.
    static func said(by shell: [String], _ command: String) throws -> String {
        try Command(shell[0], Array(shell.dropFirst()) + ["-c", command]).check()
    }

    @Test(arguments: shells)
    func `A shell gives the program the words that were read, of the text as it came and as it is written anew`(
        shell: [String]
    ) throws {
        var random = SeededGenerator(seed: 7)
        let pieces = [
            "a", "b1", "'x y'", "\"p q\"", "\\ ", "\\'", "'\\'", "\"\\\\\"", "\"'\"", "'\"'", "-n", "=", ":", "@", "%",
            ",", "+", ".", "/", "é", "'!'", "'$x'", "\\$", "\"\\$y\"", "'*'", "\\*", "'~'", "'#'", "#", "\"a\\b\"",
            "'{a,b}'", "'`'", "''", "\"\"", "'=ls'", "'|'", "\\;", "'&&'",
        ]
        var texts = ["a 'b c' \"d\""]
        for _ in 0..<60 {
            let words = (0..<Int.random(in: 1...6, using: &random)).map { _ in
                "x"
                    + (0..<Int.random(in: 1...4, using: &random)).compactMap { _ in pieces.randomElement(using: &random)
                    }
                    .joined()
            }
            texts.append(words.joined(separator: " "))
        }
        var script = ""
        var written = ""
        var expected = ""
        for text in texts {
            let line = try CommandReader.read(Array("/usr/bin/printf '<%s>\\n' \(text)".utf8))
            script += "/usr/bin/printf '<%s>\\n' \(text)\n"
            written += line.written + "\n"
            for word in try #require(line.single).words.dropFirst(2) { expected += "<\(word)>\n" }
        }
        #expect(try Self.said(by: shell, script) == expected)
        #expect(try Self.said(by: shell, written) == expected)
    }

    @Test func `shfmt sees in what is written anew nothing but quoted words`() throws {
        for (text, _) in Self.taken {
            let line = try CommandReader.read(Array(text.utf8))
            let tree = try Command("shfmt", ["-tojson", "-ln", "posix"], input: line.written).check()
            for kind in ["ParamExp", "CmdSubst", "ArithmExp", "Redirs", "Assigns", "Subshell", "ProcSubst"] {
                #expect(!tree.contains("\"Type\":\"\(kind)\""), "\(line.written): \(kind)")
            }
        }
    }
}
