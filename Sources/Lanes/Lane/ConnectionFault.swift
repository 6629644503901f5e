import NIOCore
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

    private static func words(for error: ChannelError) -> String {
        switch error {
        case .ioOnClosedChannel, .alreadyClosed, .outputClosed, .inputClosed, .eof: "it is closed"
        case .connectTimeout: "it timed out"
        default: "it cannot be used"
        }
    }
}
