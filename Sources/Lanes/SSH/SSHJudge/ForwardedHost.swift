import Detectors
import Glibc
import SSHOperations

/// The host that a forwarding leads to, as the log and approvers see it: it says where, and is no literal.
enum ForwardedHost {
    /// An address is shown as it is, one of IPv6 in brackets. Of a name what has the form of a number of a person's is replaced, and of
    /// what is neither whatever detectors find.
    static func shown(_ host: String) -> [UInt8] {
        let bytes = Array(host.utf8)
        if isAddress(host, AF_INET) { return bytes }
        if isAddress(host, AF_INET6) { return Array("[\(host)]".utf8) }
        guard bytes.allSatisfy(isOfName) else { return CommandFindings.masked(bytes) }
        return bytes.withUnsafeBytes { DetectorSet.fixedForm.masked($0) } ?? bytes
    }

    private static func isAddress(_ host: String, _ family: Int32) -> Bool {
        var address = in6_addr()
        // A C string would end at its first NUL.
        return !host.utf8.contains(0) && inet_pton(family, host, &address) == 1
    }

    private static func isOfName(_ byte: UInt8) -> Bool {
        byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26 || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
            || byte == UInt8(ascii: "_")
    }
}
