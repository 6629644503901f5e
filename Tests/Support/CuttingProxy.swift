import Foundation
import Glibc
import Synchronization

/// A TCP proxy on the loopback that cuts its connections, each after so many bytes in both directions together. Those
/// after the last budget live on. Closed with the object.
package final class CuttingProxy: @unchecked Sendable {
    package let port: UInt16
    private let listener: Int32
    private let target: UInt16
    private let budgets: Mutex<ArraySlice<Int>>
    private let cutCount = Atomic<Int>(0)

    package init(to target: UInt16, budgets: [Int]) throws {
        self.target = target
        self.budgets = Mutex(budgets[...])
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var name = Self.loopback(0)
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = listener
        let status = withUnsafeMutablePointer(to: &name) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, size) | listen(listener, 64) | getsockname(listener, $0, &size)
            }
        }
        port = UInt16(bigEndian: name.sin_port)
        guard status == 0 else { throw TestFailure("no proxy: errno \(errno)") }
        Thread.detachNewThread { [weak self] in
            while true {
                let client = accept(listener, nil, nil)
                guard client >= 0 else { return }
                self?.serve(client)
            }
        }
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    /// Connections that were cut.
    package var cuts: Int { cutCount.load(ordering: .relaxed) }
    package var isSpent: Bool { budgets.withLock(\.isEmpty) }

    private func serve(_ client: Int32) {
        let server = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var name = Self.loopback(target)
        let status = withUnsafePointer(to: &name) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(server, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard status == 0 else {
            close(client)
            close(server)
            return
        }
        let budget = budgets.withLock { $0.popFirst() }
        Thread.detachNewThread { [weak self] in
            if Self.relay(client, server, budget ?? .max) {
                self?.cutCount.add(1, ordering: .relaxed)
                // Half of them are reset, the others end as if in peace.
                if (budget ?? 0).isMultiple(of: 2) { for side in [client, server] { Self.resetOnClose(side) } }
            }
            close(client)
            close(server)
        }
    }

    /// - Returns: whether it was cut, not ended by one of both.
    private static func relay(_ client: Int32, _ server: Int32, _ budget: Int) -> Bool {
        var left = budget
        var buffer = [UInt8](repeating: 0, count: 16_384)
        while left > 0 {
            var waited = [
                pollfd(fd: client, events: Int16(POLLIN), revents: 0),
                pollfd(fd: server, events: Int16(POLLIN), revents: 0),
            ]
            guard poll(&waited, 2, -1) > 0 else { return false }
            for (index, side) in [client, server].enumerated() where waited[index].revents != 0 {
                let count = read(side, &buffer, min(buffer.count, left))
                guard count > 0 else { return false }
                left -= count
                guard send(index == 0 ? server : client, buffer, count, Int32(MSG_NOSIGNAL)) == count else {
                    return false
                }
                if left == 0 { return true }
            }
        }
        return true
    }

    private static func resetOnClose(_ socket: Int32) {
        var option = linger(l_onoff: 1, l_linger: 0)
        setsockopt(socket, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
    }

    private static func loopback(_ port: UInt16) -> sockaddr_in {
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        name.sin_port = port.bigEndian
        name.sin_addr.s_addr = inet_addr("127.0.0.1")
        return name
    }
}
