import Glibc

/// What systemd is told (sd_notify(3)). Without `NOTIFY_SOCKET` nobody is told anything.
package struct ServiceManager: Sendable {
    package enum Message: Sendable, Equatable {
        case ready(status: String)
        /// Still starting, or serving: what is going on.
        case status(String)
        /// A new policy is taken up; `ready` follows.
        case reloading(monotonicMicroseconds: UInt64)
        case stopping(status: String)
        case alive
        /// A start that waits may take so much longer.
        case extendStart(seconds: Int)

        package var text: String {
            switch self {
            case .ready(let status): "READY=1\nSTATUS=\(Self.line(status))"
            case .status(let status): "STATUS=\(Self.line(status))"
            case .reloading(let now): "RELOADING=1\nMONOTONIC_USEC=\(now)"
            case .stopping(let status): "STOPPING=1\nSTATUS=\(Self.line(status))"
            case .alive: "WATCHDOG=1"
            case .extendStart(let seconds): "EXTEND_TIMEOUT_USEC=\(seconds * 1_000_000)"
            }
        }

        private static let lineCharactersLimit = 500

        /// A line break would begin another assignment.
        private static func line(_ status: String) -> String {
            String(status.prefix(lineCharactersLimit).map { $0.isNewline ? " " : $0 })
        }
    }

    private let path: String?
    /// How often `alive` has to come at the latest; nil: nobody waits for it.
    package let watchdogMicroseconds: UInt64?

    package init(
        environment: (String) -> String? = { getenv($0).map { String(cString: $0) } }, processID: Int32 = getpid()
    ) {
        path = environment("NOTIFY_SOCKET").flatMap { $0.isEmpty ? nil : $0 }
        let isMine = environment("WATCHDOG_PID").map { $0 == "\(processID)" } ?? true
        watchdogMicroseconds = isMine ? environment("WATCHDOG_USEC").flatMap { UInt64($0) } : nil
    }

    package func tell(_ message: Message) {
        guard let path else { return }
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        // @ stands for the null byte of a socket without a file.
        let name = path.hasPrefix("@") ? [0] + Array(path.utf8.dropFirst()) : Array(path.utf8)
        let capacity = MemoryLayout.size(ofValue: address.sun_path)
        guard name.count < capacity else { return }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name) }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + name.count)
        let bytes = Array(message.text.utf8)
        _ = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                sendto(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL), $0, length)
            }
        }
    }
}
