/// Arguments that are data, of programs of which others are not. What is not recognised is not.
enum DataArguments {
    typealias Words = ArraySlice<String>

    // MARK: builtins of shells

    private static let unary: Set<String> = [
        "-b", "-c", "-d", "-e", "-f", "-g", "-h", "-k", "-L", "-n", "-p", "-r", "-s", "-S", "-u", "-w", "-x", "-z",
        "-G", "-O",
        "-N",
    ]
    private static let comparisons: Set<String> = ["=", "==", "!=", "-nt", "-ot", "-ef"]
    private static let calculations: Set<String> = ["-eq", "-ne", "-lt", "-le", "-gt", "-ge"]

    /// `test`: of files and texts; of numbers only when they are numbers, since mksh and zsh compute with what stands there.
    static func isTest(_ words: Words) -> Bool {
        let rest = Array(words.first == "!" && words.count > 1 ? words.dropFirst() : words)
        switch rest.count {
        case 0: return true
        case 1: return !rest[0].hasPrefix("-")
        case 2: return unary.contains(rest[0]) || rest[0] == "-t" && isNumber(rest[1])
        case 3:
            if calculations.contains(rest[1]) { return isNumber(rest[0]) && isNumber(rest[2]) }
            return comparisons.contains(rest[1]) && !rest[0].hasPrefix("-") && rest[0] != "!" && rest[0] != "("
        default: return false
        }
    }

    static func isBracketedTest(_ words: Words) -> Bool { words.last == "]" && isTest(words.dropLast()) }

    /// `printf`: zsh computes with what goes into a number's place, and with widths.
    static func isPrintf(_ words: Words) -> Bool {
        guard let format = words.first, !format.hasPrefix("-"), let hasNumbers = hasNumbers(format) else {
            return false
        }
        return !hasNumbers || words.dropFirst().allSatisfy(isDecimal)
    }

    /// Whether a format has a place for a number. Nil: it has something else that is not known.
    private static func hasNumbers(_ format: String) -> Bool? {
        var found = false
        var rest = format.utf8[...]
        while let start = rest.firstIndex(of: UInt8(ascii: "%")) {
            rest = rest[start...].dropFirst().drop { "-+ 0#123456789.".utf8.contains($0) }
            guard let kind = rest.popFirst() else { return nil }
            if "diouxXeEfFgG".utf8.contains(kind) {
                found = true
            } else if !"sbc%".utf8.contains(kind) {
                return nil
            }
        }
        return found
    }

    static func isExit(_ words: Words) -> Bool { words.count <= 1 && words.allSatisfy(isNumber) }

    /// Processes by their numbers, behind one signal at most: no group, no job, not all of them.
    static func isKill(_ words: Words) -> Bool {
        var rest = words
        if rest.first == "-l", rest.dropFirst().allSatisfy({ $0.utf8.allSatisfy(isLetterOrDigit) }) { return true }
        if rest.first == "-s" {
            guard rest.dropFirst().first.map(isSignal) == true else { return false }
            rest = rest.dropFirst(2)
        } else {
            rest = withoutSignal(rest)
        }
        return !rest.isEmpty && rest.allSatisfy(isProcess)
    }

    /// Of Linux at most 2²² (`PID_MAX_LIMIT`). Shells cut a number that is too long, and may come to -1, which is all processes.
    private static func isProcess(_ word: String) -> Bool {
        word.utf8.first.map(isDigit) == true && isNumber(word) && Int(word).map { (1...4_194_304).contains($0) } == true
    }

    /// Of Linux, by their names. Other capitals are options of `pkill` and `killall`, of which some say whom they end.
    private static let signals: Set<String> = [
        "ABRT", "ALRM", "BUS", "CHLD", "CONT", "FPE", "HUP", "ILL", "INT", "IO", "KILL", "PIPE", "PROF", "PWR", "QUIT",
        "SEGV", "STKFLT", "STOP", "SYS", "TERM", "TRAP", "TSTP", "TTIN", "TTOU", "URG", "USR1", "USR2", "VTALRM",
        "WINCH", "XCPU", "XFSZ",
    ]

    /// A number, or a name, with or without `SIG`.
    private static func isSignal(_ word: String) -> Bool {
        !word.isEmpty && word.utf8.allSatisfy(isDigit)
            || signals.contains(word.hasPrefix("SIG") ? String(word.dropFirst(3)) : word)
    }

    /// `-9`, `-TERM`, at the beginning.
    private static func withoutSignal(_ words: Words) -> Words {
        guard let first = words.first, first.hasPrefix("-"), isSignal(String(first.dropFirst())) else { return words }
        return words.dropFirst()
    }

    static func isSleep(_ words: Words) -> Bool {
        words.allSatisfy { word in
            word.utf8.first.map(isDigit) == true
                && word.utf8.allSatisfy { isLetterOrDigit($0) || $0 == UInt8(ascii: ".") }
        }
    }

    /// No options, and nothing that is set.
    static func isNames(_ words: Words) -> Bool { words.allSatisfy { !$0.hasPrefix("-") && !$0.contains("=") } }

    /// `sysctl`: what is shown by its name. With slashes, or points that follow each other, it may lead out of `/proc/sys`.
    static func isSysctl(_ words: Words) -> Bool {
        words == ["-a"]
            || words.allSatisfy { word in
                word.utf8.first.map(isLetterOrDigit) == true && !word.contains("..")
                    && word.utf8.allSatisfy { isLetterOrDigit($0) || "._-".utf8.contains($0) }
            }
    }

    // MARK: programs

    /// Whether they are known of the program. Nil: it is none of which only some are.
    static func areData(_ words: Words, of program: Substring) -> Bool? {
        switch program {
        case "test": isTest(words)
        case "[": isBracketedTest(words)
        case "printf": isPrintf(words)
        case "exit": isExit(words)
        case "kill": isKill(words)
        case "sleep": isSleep(words)
        case "which", "type": isNames(words)
        case "sysctl": isSysctl(words)
        case "timedatectl", "hostnamectl": isStatus(words)
        case "ip": isIP(words)
        case "dig": isDig(words)
        case "stty": isStty(words)
        default: DataPrograms.grammars[program].map { areData(words, of: program, $0) }
        }
    }

    private static func areData(_ words: Words, of program: Substring, _ grammar: OptionGrammar) -> Bool {
        let hasSignal = program == "killall" || program == "pkill"
        guard let operands = grammar.operands(of: hasSignal ? withoutSignal(words) : words) else { return false }
        switch program {
        // A file of arguments, wherever it stands.
        case "strings": return !words.contains { $0.hasPrefix("@") }
        // A list of names in the input.
        case "getfacl", "setfacl": return !operands.contains("-")
        // Else its input.
        case "logger": return !operands.isEmpty
        case "hostname": return operands.isEmpty
        case "getent": return operands.first.map(databases.contains) == true
        case "killall": return !operands.isEmpty && operands.allSatisfy(isPlainName)
        // A pattern, unless all of a name has to be it.
        case "pkill":
            let isExact = words.contains {
                $0 == "--exact" || !$0.hasPrefix("--") && $0.hasPrefix("-") && $0.contains("x")
            }
            return isExact && operands.count == 1 && operands.allSatisfy(isPlainName)
        case "systemctl": return isSystemctl(operands)
        // Readers of their own: a letter takes the next word for its value, and what stands behind it in its word is options.
        case "tree": return valuesStandAlone(words, of: "ILP")
        case "zstd", "zstdcat": return valuesStandAlone(words, of: "oD")
        case "fuser": return valuesStandAlone(words, of: "n")
        default: return true
        }
    }

    /// Whether those letters, which have a value, stand last in their words.
    private static func valuesStandAlone(_ words: Words, of letters: String) -> Bool {
        !words.contains { word in
            word.hasPrefix("-") && !word.hasPrefix("--") && word.dropLast().contains(where: letters.contains)
        }
    }

    /// Of `getent`.
    private static let databases: Set<String> = [
        "ahosts", "ahostsv4", "ahostsv6", "group", "hosts", "networks", "passwd", "protocols", "rpc", "services",
    ]

    /// Letters, digits, `_` and `-`, which mean themselves in every pattern.
    private static func isPlainName(_ word: String) -> Bool {
        word.utf8.first.map(isLetterOrDigit) == true
            && word.utf8.allSatisfy { isLetterOrDigit($0) || "_-".utf8.contains($0) }
    }

    /// What a server of names is asked: no file of questions, no key, no port.
    static func isDig(_ words: Words) -> Bool {
        words.allSatisfy { word in
            if word.hasPrefix("-") { return ["-4", "-6", "-x", "-t", "-c", "-q", "-u", "-r"].contains(word) }
            let body = word.hasPrefix("+") || word.hasPrefix("@") ? word.dropFirst() : word[...]
            return body.utf8.first.map { isLetterOrDigit($0) || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: ".") }
                == true
                && body.utf8.allSatisfy { isLetterOrDigit($0) || "._-:=".utf8.contains($0) }
        }
    }

    /// What it shows. What it sets could have what is typed stand within what a program shows.
    static func isStty(_ words: Words) -> Bool {
        words.count <= 1 && words.allSatisfy(["-a", "-g", "--all", "--save", "size", "speed"].contains)
    }

    private static let ipObjects: Set<String> = [
        "a", "addr", "address", "l", "link", "r", "route", "ru", "rule", "neigh", "neighbour", "maddr", "maddress",
    ]
    private static let ipFlags: Set<String> = [
        "-4", "-6", "-br", "-brief", "-c", "-d", "-details", "-j", "-json", "-o", "-oneline", "-p", "-pretty", "-s",
        "-stats",
    ]

    /// What shows something.
    static func isIP(_ words: Words) -> Bool {
        let rest = words.drop { ipFlags.contains($0) }
        guard let object = rest.first, ipObjects.contains(object) else { return false }
        guard let verb = rest.dropFirst().first else { return true }
        // The kind of a link is the name of a library.
        return ["show", "list", "ls", "get"].contains(verb)
            && rest.dropFirst(2).allSatisfy { !$0.hasPrefix("-") && !$0.contains("..") }
    }

    private static let unitsShown: Set<String> = [
        "cat", "get-default", "is-active", "is-enabled", "is-failed", "is-system-running", "list-dependencies",
        "list-jobs", "list-sockets", "list-timers", "list-unit-files", "list-units", "show", "status",
    ]
    private static let unitsChanged: Set<String> = [
        "reload", "reload-or-restart", "reset-failed", "restart", "start", "stop", "try-restart",
    ]

    /// What is done with units that the host has. What changes any has their names: a pattern would be of all that run.
    private static func isSystemctl(_ operands: [String]) -> Bool {
        guard let verb = operands.first else { return true }
        let units = operands.dropFirst()
        if unitsChanged.contains(verb) { return units.allSatisfy { TemplateSlot.unit.takes($0[...], isWide: false) } }
        return unitsShown.contains(verb) && !units.contains { $0.utf8.contains(UInt8(ascii: "/")) }
    }

    static func isStatus(_ words: Words) -> Bool { words.isEmpty || words.elementsEqual(["status"]) }

    // MARK: words

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    /// A number in decimal, with or without a fraction.
    private static func isDecimal(_ word: String) -> Bool {
        isNumber(word)
            || word.split(separator: ".", omittingEmptySubsequences: false).count == 2
                && isNumber(word.filter { $0 != "." })
    }

    /// A whole number in decimal.
    private static func isNumber(_ word: String) -> Bool {
        let digits = word.utf8.first == UInt8(ascii: "-") ? word.utf8.dropFirst() : word.utf8[...]
        return (1...18).contains(digits.count) && digits.allSatisfy(isDigit)
    }
}
