/// Programs by recognition: what general rules, and a default that allows, hold for.
extension SimpleCommand {
    /// Whether its arguments and its input are data: whatever they say, the program of its name runs nothing of it. A list of the
    /// well known, as Linux has them; any other program may run what it is told, so that a rule must name it.
    package var isData: Bool {
        guard isOfSystem, !isOpaque else { return false }
        let name = String(programName)
        return isRecognised(name) || Self.data.contains(programName)
    }

    /// It is one of which some arguments run something, and has others.
    func isRecognised(_ name: String) -> Bool { Self.recognised[name]?(arguments) ?? false }

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

    /// Programs none of whose options runs anything.
    private static let data = Set(
        """
        arch b2sum base32 base64 basename basenc blkid cal cat chattr chcon chgrp chmod chown cksum cmp column comm cp csplit cut \
        date dd df diff dig dir dirname dmesg du echo egrep expand expr factor fallocate false fgrep file findmnt fmt fold free \
        fuser getent getfacl getfattr grep groups gunzip gzip head hexdump host hostid hostname id iostat ipcs join journalctl \
        killall last lastlog link ln locale logger logname look ls lsattr lsblk lscpu lsmod lsns lsof lspci lsusb md5sum \
        mkdir mkfifo mktemp modinfo mountpoint mpstat mv namei netstat nl nproc numfmt od paste pathchk pgrep pidof ping ping6 \
        pkill pmap pr printenv ps pstree ptx pwd pwdx readlink realpath rev rm rmdir seq setfacl setfattr sha1sum sha224sum \
        sha256sum sha384sum sha512sum shred shuf ss stat strings stty sum sync tac tail tee touch tr tracepath traceroute \
        tree true truncate tsort tty uname unexpand uniq unlink unxz uptime users uuidgen vdir vmstat w wc whereis who whoami \
        xxd xz xzcat yes zcat bzip2 bunzip2 bzcat zstd zstdcat cd
        """.split(separator: " "))

    /// Those of which some arguments run something, or a shell computes with them.
    private static let recognised: [String: @Sendable (ArraySlice<String>) -> Bool] = [
        "test": DataArguments.isTest, "[": DataArguments.isBracketedTest, "printf": DataArguments.isPrintf,
        "exit": DataArguments.isExit, "kill": DataArguments.isKill, "sleep": DataArguments.isSleep,
        "which": DataArguments.isNames, "type": DataArguments.isNames, "sort": DataArguments.isSort,
        "split": DataArguments.isSplit, "ip": DataArguments.isIP, "systemctl": DataArguments.isSystemctl,
        "timedatectl": DataArguments.isStatus, "hostnamectl": DataArguments.isStatus, "sysctl": DataArguments.isNames,
    ]

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
