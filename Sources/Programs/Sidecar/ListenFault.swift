import Glibc
import NIOCore

/// Why an address cannot be listened on, and what to do.
enum ListenFault {
    static func words(for error: any Error) -> String {
        guard let error = error as? IOError else { return "\(error)" }
        let cause = String(cString: strerror(error.errnoCode))
        switch error.errnoCode {
        case EADDRINUSE: return "\(cause): end what listens there (ss -ltnp), or take another address"
        case EADDRNOTAVAIL: return "\(cause): this machine does not have that address"
        case EACCES: return "\(cause): ports below 1024 are for root; take another"
        default: return cause
        }
    }
}
