/// Programs by recognition: what general rules, and a default that allows, hold for.
extension SimpleCommand {
    /// Whether its arguments and its input are data (see `DataPrograms`). Any other program may run what it is told, so that a
    /// rule must name it.
    package var isData: Bool {
        isOfSystem && !isOpaque && (hasDataArguments ?? DataPrograms.anyhow.contains(programName))
    }

    /// It is of the system, and known with some arguments: not with these.
    package var hasOtherArguments: Bool { isOfSystem && hasDataArguments == false }

    /// Whether its arguments are of those with which it is known. Nil: no such program.
    var hasDataArguments: Bool? { DataArguments.areData(arguments, of: programName) }

    /// The same where it has a terminal: there some start a pager, which runs anything.
    package var isDataInTerminal: Bool { isData && !Self.paged.contains(programName) }

    private static let paged: Set<Substring> = ["dmesg", "hostnamectl", "journalctl", "systemctl", "timedatectl"]

    /// It is found as the host's own account finds programs, or it is where nobody but root puts any. Elsewhere a program may be
    /// called as one of these, and be another.
    private var isOfSystem: Bool {
        guard program.utf8.contains(UInt8(ascii: "/")) else { return true }
        return Self.folders.contains { program == $0 + programName }
    }

    private static let folders = ["/bin/", "/usr/bin/", "/usr/local/bin/", "/sbin/", "/usr/sbin/", "/usr/local/sbin/"]

    /// Whether it is a builtin of shells that compute with arguments, by a name's value and by what stands in brackets (`a[$(id)]`),
    /// and has others than the known ones.
    var isComputed: Bool {
        switch programName {
        case "test": !DataArguments.isTest(arguments)
        case "[": !DataArguments.isBracketedTest(arguments)
        case "printf": !DataArguments.isPrintf(arguments)
        default: false
        }
    }
}
