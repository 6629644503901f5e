import Foundation
import Glibc

/// A child that is known by its process number alone, so that a daemon it leaves behind, which may hold every
/// descriptor that it inherited, does not look like the child itself. (Foundation's `Process` waits for those.)
package final class ChildProcess {
    private static let pollMicroseconds: UInt32 = 20_000

    package let number: Int32
    private var ended: Int32?

    /// Starts a program, found along PATH when it is a bare name, with its streams tied to files.
    /// - Parameter environment: the whole environment; nil: ours.
    package init(
        _ program: String, _ arguments: [String], environment: [String: String]? = nil, folder: String? = nil,
        input: String = "/dev/null", output: String = "/dev/null", errors: String = "/dev/null"
    ) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, input, O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        posix_spawn_file_actions_addopen(&actions, 2, errors, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        // A child that outlives us must not hold the pipes that whoever runs us reads.
        for name in try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd") {
            if let descriptor = Int32(name), descriptor > 2 { posix_spawn_file_actions_addclose(&actions, descriptor) }
        }
        let settings = (environment ?? ProcessInfo.processInfo.environment).map { "\($0.key)=\($0.value)" }
        let placed = folder.map { ["env", "--chdir", $0, program] } ?? [program]
        var words = (placed + arguments).map { strdup($0) } + [nil]
        var variables = settings.map { strdup($0) } + [nil]
        defer { for word in words + variables { free(word) } }
        var number: pid_t = 0
        // Threads of ours hold signals back, and it would inherit that.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        let failure = posix_spawnp(&number, placed[0], &actions, &attributes, &words, &variables)
        guard failure == 0 else { throw TestFailure("\(program): \(String(cString: strerror(failure)))") }
        self.number = number
    }

    /// Sends a signal, unless it has ended.
    package func signal(_ signal: Int32) {
        if status() == nil { kill(number, signal) }
    }

    /// Its exit status (128 + signal, when one ended it), or nil while it runs.
    package func status() -> Int32? {
        if let ended { return ended }
        var raw: Int32 = 0
        guard waitpid(number, &raw, WNOHANG) == number else { return nil }
        ended = raw & 0x7f == 0 ? (raw >> 8) & 0xff : 128 + (raw & 0x7f)
        return ended
    }

    /// Its exit status, or nil when it still runs after so long.
    package func wait(timeoutSeconds: Double) -> Int32? {
        let deadline = Date(timeIntervalSinceNow: timeoutSeconds)
        while status() == nil, Date() < deadline { usleep(Self.pollMicroseconds) }
        return ended
    }
}
