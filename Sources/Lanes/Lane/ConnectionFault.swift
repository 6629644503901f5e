import Glibc
import NIOCore
import NIOPosix
import NIOSSL

/// What happened to a connection, in words that hold nothing of what went over it.
package enum ConnectionFault {
    package static func words(for error: any Error) -> String {
        switch error {
        case let error as IOError: "errno \(error.errnoCode)"
        case let error as ChannelError: words(for: error)
        case is NIOSSLError, is BoringSSLError, is NIOSSLExtraError: "TLS broke down"
        default: "\(type(of: error))"
        }
    }

    /// Why a connection is not had, to be put behind a sentence: what was asked, and what it said; empty: nothing is known.
    package static func obstacle(_ error: any Error) -> String {
        guard let error = error as? NIOConnectionError else { return "" }
        if let unknown = error.dnsAError as? UpstreamNames.Failure { return ": \(unknown)" }
        let tries = error.connectionErrors.map { one in
            let cause = (one.error as? IOError).map { String(cString: strerror($0.errnoCode)) } ?? words(for: one.error)
            return "\(one.target.ipAddress ?? "its socket"): \(cause)"
        }
        guard !tries.isEmpty else { return ": \(error.host):\(error.port) did not answer in time" }
        return " at port \(error.port): \(tries.joined(separator: ", "))"
    }

    private static func words(for error: ChannelError) -> String {
        switch error {
        case .ioOnClosedChannel, .alreadyClosed, .outputClosed, .inputClosed, .eof: "it is closed"
        case .connectTimeout: "it timed out"
        default: "it cannot be used"
        }
    }
}
