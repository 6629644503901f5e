extension SimpleCommand {
    private static let opaque: Set<String> = [
        // shells
        "sh", "bash", "rbash", "dash", "zsh", "ksh", "mksh", "ash", "fish", "csh", "tcsh", "busybox", "toybox",
        // languages
        "python", "perl", "ruby", "node", "nodejs", "deno", "bun", "php", "lua", "luajit", "tclsh", "wish", "expect",
        "awk", "gawk", "mawk", "nawk", "sed", "java", "jshell", "go", "cargo", "gdb", "lldb", "sqlite3", "psql",
        "mysql", "mongo", "mongosh", "redis-cli", "m4", "bc", "dc", "jq", "Rscript", "R", "octave",
        // what runs another program
        "sudo", "su", "doas", "runuser", "pkexec", "setpriv", "env", "xargs", "parallel", "nice", "ionice", "nohup",
        "timeout", "stdbuf", "setsid", "watch", "time", "script", "chroot", "unshare", "nsenter", "flock", "ltrace",
        "strace", "systemd-run", "machinectl", "ssh", "scp", "sftp", "rsync", "telnet", "nc", "ncat", "netcat", "socat",
        "docker", "podman", "nerdctl", "kubectl", "crictl", "ansible", "make", "cmake", "ninja", "npm", "npx", "pip",
        "git", "tar", "zip", "cpio", "find", "fd", "at", "batch", "crontab", "screen", "tmux", "dtach", "su-exec",
        "gosu", "start-stop-daemon", "ld.so", "apt", "apt-get", "dpkg", "rpm", "yum", "dnf", "taskset", "chrt",
        "numactl",
        "prlimit", "setarch", "linux32", "linux64", "cgexec", "firejail", "bwrap", "capsh", "newgrp", "sg", "runcon",
        "chpst", "envdir", "setuidgid", "run-parts", "rlwrap", "fakeroot", "dbus-run-session", "entr",
        "inotifywait", "lxc", "virsh", "flatpak", "snap", "gcc", "cc", "clang", "rpmbuild", "mail",
        // what moves files, or serves them, as it was set up at the host
        "git-upload-pack", "git-receive-pack", "git-upload-archive", "git-shell", "sftp-server", "internal-sftp",
        // what a shell runs itself, with what its arguments say
        "mapfile", "readarray", "complete", "compgen", "emulate", "zmodload", "autoload", "zargs", "vared", "sched",
        "fc",
        "print",
        // what waits for a person, who may run anything from within
        "vi", "vim", "nvim", "view", "ex", "ed", "nano", "emacs", "less", "more", "most", "man", "top", "htop", "info",
    ]

    /// Whether it is known to run what its arguments or its input say, so that the words alone do not tell what happens. A list of
    /// the well known: a program that is not in it may do the same, so that rules name it, or it is known as data (`isData`).
    package var isOpaque: Bool {
        let name = String(programName)
        if Self.opaque.contains(name) || isComputed { return true }
        if let beginnings = Self.opaqueArguments[name], hasDataArguments != true,
            arguments.contains(where: { argument in beginnings.contains { argument.hasPrefix($0) } })
        {
            return true
        }
        // python3.11, lua5.4, ld-linux-x86-64.so.2
        let stem = String(name.prefix { $0.isASCII && $0.isLetter })
        return stem != name && Self.versioned.contains(stem)
    }

    /// What runs something only where an argument begins so; long options may be cut.
    private static let opaqueArguments: [String: [String]] = [
        "sort": ["--co"], "split": ["--f"], "ip": ["n", "v", "-b"],
    ]

    private static let versioned: Set<String> = [
        "python", "perl", "ruby", "node", "php", "lua", "tclsh", "wish", "gcc", "java", "ld", "bash", "ksh", "zsh",
    ]
}
