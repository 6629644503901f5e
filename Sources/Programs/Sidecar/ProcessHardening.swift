import CProcess
import Glibc

/// What the process gives up before it holds anything worth taking.
package enum ProcessHardening {
    /// The SQL parser recurses on the event loops' threads.
    static let threadStackBytes = 64 << 20

    package static func apply() {
        cprocess_forbid_dumps()
        cprocess_set_thread_stack_bytes(threadStackBytes)
        signal(SIGPIPE, SIG_IGN)
        signal(SIGHUP, SIG_IGN)
    }
}
