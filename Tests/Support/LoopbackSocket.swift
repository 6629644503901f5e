import Foundation
import Glibc

/// A TCP socket of the test's own on a free port of the loopback. Closed with the object.
package final class LoopbackSocket {
    package let port: UInt16
    private let descriptor: Int32

    package init() throws {
        descriptor = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        name.sin_addr.s_addr = inet_addr("127.0.0.1")
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = descriptor
        let status = withUnsafeMutablePointer(to: &name) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, size) | getsockname(descriptor, $0, &size)
            }
        }
        port = UInt16(bigEndian: name.sin_port)
        guard status == 0 else { throw TestFailure("no free port: errno \(errno)") }
    }

    deinit { close(descriptor) }

    /// Takes connections from now on, and answers none.
    package func listen() throws {
        guard Glibc.listen(descriptor, 8) == 0 else { throw TestFailure("listen: errno \(errno)") }
    }
}
