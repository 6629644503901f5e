import Glibc
package import Prometheus

/// What the process takes of the machine, as Linux tells it (proc(5), getrusage(2)). What it does not tell is nil.
package struct ProcessNumbers: Sendable {
    package var cpuSeconds: Double
    package var residentBytes: Int?
    package var virtualBytes: Int?
    package var openFiles: Int?
    package var openFilesLimit: Int?
    /// Since 1970.
    package var startedAtSeconds: Int?

    package static var now: ProcessNumbers {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        var numbers = ProcessNumbers(cpuSeconds: seconds(usage.ru_utime) + seconds(usage.ru_stime))
        let fields = statusFields
        if fields.count > 21 {
            numbers.startedAtSeconds = Int(fields[19]).map(startedAt)
            numbers.virtualBytes = Int(fields[20])
            numbers.residentBytes = Int(fields[21]).map { $0 * sysconf(Int32(_SC_PAGESIZE)) }
        }
        numbers.openFiles = openFilesCount
        var limit = rlimit()
        if getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 {
            numbers.openFilesLimit = Int(clamping: limit.rlim_cur)
        }
        return numbers
    }

    private static func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1_000_000 }

    /// - Parameter ticks: from the start of the machine.
    private static func startedAt(_ ticks: Int) -> Int {
        var (now, running) = (timespec(), timespec())
        clock_gettime(CLOCK_REALTIME, &now)
        clock_gettime(CLOCK_BOOTTIME, &running)
        return now.tv_sec - running.tv_sec + ticks / sysconf(Int32(_SC_CLK_TCK))
    }

    /// Of /proc/self/stat, from the state on: the program's name before it may hold anything.
    private static var statusFields: [Substring] {
        guard let file = fopen("/proc/self/stat", "re") else { return [] }
        defer { fclose(file) }
        let bytes = [UInt8](unsafeUninitializedCapacity: 4_096) { buffer, count in
            count = fread(buffer.baseAddress, 1, buffer.count, file)
        }
        let text = String(decoding: bytes, as: UTF8.self)
        guard let end = text.lastIndex(of: ")") else { return [] }
        return text[text.index(after: end)...].split(separator: " ")
    }

    private static var openFilesCount: Int? {
        guard let folder = opendir("/proc/self/fd") else { return nil }
        defer { closedir(folder) }
        var count = 0
        while readdir(folder) != nil { count += 1 }
        // The folder itself, its parent, and the file that it is read by.
        return count - 3
    }
}

extension PrometheusText {
    /// The families that Prometheus' own clients have of a process, and which build it is.
    package mutating func process(_ numbers: ProcessNumbers, build: [(String, String)]) {
        family("process_cpu_seconds_total", "counter", "User and system time.")
        sample([], seconds: numbers.cpuSeconds)
        for (name, help, value) in [
            ("process_resident_memory_bytes", "Resident memory.", numbers.residentBytes),
            ("process_virtual_memory_bytes", "Virtual memory.", numbers.virtualBytes),
            ("process_open_fds", "Open files and sockets.", numbers.openFiles),
            ("process_max_fds", "How many there may be.", numbers.openFilesLimit),
            ("process_start_time_seconds", "When the process started, seconds since 1970.", numbers.startedAtSeconds),
        ] {
            guard let value else { continue }
            family(name, "gauge", help)
            sample([], value)
        }
        family("chaperone_build_info", "gauge", "The version, and what it was built for.")
        sample(build + [("arch", Self.architecture)], 1)
    }

    private static var architecture: String {
        #if arch(x86_64)
            "x86_64"
        #elseif arch(arm64)
            "arm64"
        #else
            "other"
        #endif
    }
}
