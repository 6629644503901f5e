import Glibc

/// Sends all of it; a peer that closed shows in the next read.
package func sendAll(_ bytes: [UInt8], to socket: Int32) {
    var sent = 0
    while sent < bytes.count {
        let count = bytes[sent...].withUnsafeBytes {
            Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
        guard count > 0 else { return }
        sent += count
    }
}
