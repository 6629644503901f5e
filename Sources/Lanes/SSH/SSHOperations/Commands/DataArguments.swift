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

    /// Processes and signals, and no jobs.
    static func isKill(_ words: Words) -> Bool {
        words.allSatisfy { word in
            let name = word.hasPrefix("-") ? word.dropFirst() : word[...]
            return name.utf8.allSatisfy(isLetterOrDigit)
        }
    }

    static func isSleep(_ words: Words) -> Bool {
        words.allSatisfy { word in
            word.utf8.first.map(isDigit) == true
                && word.utf8.allSatisfy { isLetterOrDigit($0) || $0 == UInt8(ascii: ".") }
        }
    }

    /// No options, and nothing that is set.
    static func isNames(_ words: Words) -> Bool { words.allSatisfy { !$0.hasPrefix("-") && !$0.contains("=") } }

    // MARK: programs

    static func isSort(_ words: Words) -> Bool {
        hasOptions(
            words, letters: "bcCdfghimMnrRsuVz", valued: "koStT",
            long: [
                "--check", "--dictionary-order", "--general-numeric-sort", "--human-numeric-sort", "--ignore-case",
                "--ignore-leading-blanks", "--merge", "--month-sort", "--numeric-sort", "--reverse", "--stable",
                "--unique",
                "--version-sort", "--zero-terminated", "--key", "--field-separator", "--parallel",
            ])
    }

    static func isSplit(_ words: Words) -> Bool {
        hasOptions(
            words, letters: "deux", valued: "abClnt",
            long: ["--bytes", "--lines", "--number", "--suffix-length", "--numeric-suffixes", "--additional-suffix"])
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
        return ["show", "list", "ls", "get"].contains(verb)
    }

    private static let systemctlFlags: Set<String> = [
        "--all", "--failed", "--full", "--no-legend", "--no-pager", "--plain", "--quiet", "--value", "-a", "-l", "-q",
    ]
    private static let systemctlVerbs: Set<String> = [
        "cat", "get-default", "is-active", "is-enabled", "is-failed", "is-system-running", "list-dependencies",
        "list-jobs",
        "list-sockets", "list-timers", "list-unit-files", "list-units", "reload", "reload-or-restart", "reset-failed",
        "restart",
        "show", "start", "status", "stop", "try-restart",
    ]

    /// What is done with units that the host has, by their names.
    static func isSystemctl(_ words: Words) -> Bool {
        let rest = words.filter { !systemctlFlags.contains($0) }
        guard let verb = rest.first else { return true }
        return systemctlVerbs.contains(verb)
            && rest.dropFirst().allSatisfy { !$0.hasPrefix("-") && !$0.utf8.contains(UInt8(ascii: "/")) }
    }

    static func isStatus(_ words: Words) -> Bool { words.isEmpty || words.elementsEqual(["status"]) }

    // MARK: words

    /// Options as getopt takes them, with what else there is: of one letter each, several in a word; the last may be one whose
    /// value is the rest of the word, or the next one; and long ones, spelled out, with `=` before a value.
    private static func hasOptions(_ words: Words, letters: String, valued: String, long: Set<String>) -> Bool {
        var rest = words
        while let word = rest.popFirst() {
            if word == "--" { return true }
            guard word.hasPrefix("-"), word != "-" else { continue }
            if word.hasPrefix("--") {
                guard long.contains(String(word.prefix { $0 != "=" })) else { return false }
                continue
            }
            let options = word.utf8.dropFirst()
            guard let odd = options.firstIndex(where: { !letters.utf8.contains($0) }) else { continue }
            guard valued.utf8.contains(options[odd]) else { return false }
            if options.index(after: odd) == options.endIndex { _ = rest.popFirst() }
        }
        return true
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
            || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
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
