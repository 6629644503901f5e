import Glibc
import NIOCore
import Policy

/// An address of IP in figures, as the system's calls take it.
enum NumericAddress {
    /// Connects a socket of the address's own family.
    /// - Returns: whether it did, with errno; nil when `host` is no address.
    static func connect(_ descriptor: Int32, host: String, port: UInt16) -> Bool? {
        guard let bytes = bytes(Target.Address(host: host, port: port)) else { return nil }
        return bytes.withUnsafeBytes { raw in
            raw.baseAddress.map {
                Glibc.connect(descriptor, $0.assumingMemoryBound(to: sockaddr.self), socklen_t(raw.count)) == 0
            }
        }
    }

    /// As `struct sockaddr` of its family; also of a socket's path.
    /// - Returns: nil when it is none.
    static func bytes(_ place: Target.Address) -> [UInt8]? {
        let host = place.host == "localhost" ? "127.0.0.1" : place.host
        let address =
            place.isSocket
            ? try? SocketAddress(unixDomainSocketPath: host)
            : try? SocketAddress(ipAddress: host, port: Int(place.port))
        return address?.withSockAddr { Array(UnsafeRawBufferPointer(start: $0, count: $1)) }
    }

    /// - Returns: nil when it is none of IP.
    static func text<Address>(_ address: Address) -> (host: String, port: UInt16)? {
        var host = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        var port = [CChar](repeating: 0, count: Int(NI_MAXSERV))
        let status = call(address) {
            getnameinfo(
                $0, $1, &host, socklen_t(host.count), &port, socklen_t(port.count), NI_NUMERICHOST | NI_NUMERICSERV)
        }
        func text(_ characters: [CChar]) -> String {
            String(decoding: characters.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        }
        guard status == 0, let number = UInt16(text(port)) else { return nil }
        return (text(host), number)
    }

    private static func call<Address>(_ address: Address, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32)
        -> Int32
    {
        withUnsafePointer(to: address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<Address>.size)) }
        }
    }
}
