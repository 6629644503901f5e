import SSHOperations

/// What is read of a command is, written anew, read as the same; templates take what they say.
enum CommandReading {
    static let seeds: [[UInt8]] = [
        "tail -n 20 /var/log/app.log", "echo 'a b' \"c\\\"d\" e\\ f | wc -l && true; id", "cat $HOME", "ls *.csv",
        "scp -r -f -- /srv/x", "rsync --server --sender -vlogDtpre.iLsfxCIvu . /a", "git-upload-pack '/srv/a.git'",
        "echo naïve 'é' =x", "a;", "systemctl status a@b.service", "printf '%-5.2f %s' 1.5 x", "sort -rk 2 --key=3 x",
        "test 1 -eq 2; ip -br a show",
    ].map { Array($0.utf8) }

    private static let templates = [
        "tail -n {number} /var/log/{name}.log", "systemctl status {unit}", "echo {word}", "cat {path:/srv}",
    ].compactMap { try? CommandTemplate($0) }

    static func run(_ bytes: [UInt8]) throws(BrokenProperty) {
        guard let line = try? CommandReader.read(bytes) else { return }
        try require(
            (try? CommandReader.read(Array(line.written.utf8))) == line, "a command reads otherwise once it is written")
        try require(!line.isData || !line.isOpaque, "a command is data and opaque")
        try require(!line.isDataInTerminal || line.isData, "a command is data in a terminal only")
        for command in line.commands {
            try require(!command.words.isEmpty && !command.program.isEmpty, "a command has no program")
            for word in command.words {
                try require(
                    !word.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F },
                    "a word has a control character")
            }
        }
        if let command = line.single, (try? RemoteProgram.read(command)) != nil {
            let again = try? CommandReader.read(Array(RemoteProgram.written(command).utf8))
            try require(again == line, "a transfer reads otherwise once it is written")
        }
        for template in templates where template.matches(line) {
            let text = line.commands.flatMap(\.words).joined(separator: " ")
            try require(
                !text.contains("..") && !text.contains(";") && !text.contains("'"),
                "a slot takes what it must not: \(text)")
        }
    }
}
