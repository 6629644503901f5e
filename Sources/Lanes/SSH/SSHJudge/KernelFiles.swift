import SSHOperations

/// Where the kernel shows every file once more (`/proc/1/root`), and the disks that they are on.
enum KernelFiles {
    private static let folders = ["/proc/**", "/dev/**"].compactMap { PathGlob($0) }

    /// Those of them that are known to show no file.
    private static let others = Set(
        [
            "/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom", "/dev/stdin", "/dev/stdout",
            "/dev/stderr", "/proc/cpuinfo", "/proc/diskstats", "/proc/filesystems", "/proc/interrupts",
            "/proc/loadavg", "/proc/meminfo", "/proc/mounts", "/proc/partitions", "/proc/stat", "/proc/swaps",
            "/proc/uptime", "/proc/version", "/proc/vmstat",
        ].compactMap { HostPath($0) })

    /// Whether what is at the place may be any file.
    static func mayBe(_ place: FilePlace) -> Bool {
        !others.contains(place.path) && folders.contains { place.mayBe($0) }
    }
}
