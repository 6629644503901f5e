import Foundation
import Glibc
import TestSupport

/// The socket that a service manager listens on (`NOTIFY_SOCKET`). Closed with the object.
final class NotifySocket {
    let path: String
    private let descriptor: Int32
    private(set) var said: [String] = []

    init(in folder: URL) throws {
        path = folder.appending(path: "notify").path()
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else {
            throw TestFailure("\(path) is too long")
        }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let descriptor = descriptor
        let status = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard status == 0 else { throw TestFailure("bind \(path): errno \(errno)") }
    }

    deinit { close(descriptor) }

    /// What has come so far, one text for each message.
    func hear() -> [String] {
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { return said }
            said.append(String(decoding: buffer[..<count], as: UTF8.self))
        }
    }
}
