import Glibc
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
        if place.isSocket {
            var address = sockaddr_un()
            address.sun_family = sa_family_t(AF_UNIX)
            let path = Array(place.host.utf8)
            guard path.count < MemoryLayout.size(ofValue: address.sun_path) else { return nil }
            withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path) }
            return withUnsafeBytes(of: address) { Array($0) }
        }
        if place.host.contains(":") {
            var address = sockaddr_in6()
            address.sin6_family = sa_family_t(AF_INET6)
            address.sin6_port = place.port.bigEndian
            guard inet_pton(AF_INET6, place.host, &address.sin6_addr) == 1 else { return nil }
            return withUnsafeBytes(of: address) { Array($0) }
        }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = place.port.bigEndian
        let host = place.host == "localhost" ? "127.0.0.1" : place.host
        guard inet_pton(AF_INET, host, &address.sin_addr) == 1 else { return nil }
        return withUnsafeBytes(of: address) { Array($0) }
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
