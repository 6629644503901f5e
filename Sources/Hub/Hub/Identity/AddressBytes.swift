import Glibc

/// IP addresses as certificates write them.
enum AddressBytes {
    /// 4 or 16 bytes; nil for what is not an address.
    static func of(_ host: String) -> [UInt8]? {
        var four = in_addr()
        if inet_pton(AF_INET, host, &four) == 1 { return withUnsafeBytes(of: &four) { Array($0) } }
        var six = in6_addr()
        if inet_pton(AF_INET6, host, &six) == 1 { return withUnsafeBytes(of: &six) { Array($0) } }
        return nil
    }
}
