/// `host:port`, `127.0.0.1:5432`, `[::1]:5432`.
package enum AddressText {
    package enum Malformed: Error, Equatable, CustomStringConvertible {
        case noPort, badPort, portZero, badHost

        package var description: String {
            switch self {
            case .noPort: "has no port: write HOST:PORT"
            case .badPort: "has a port that is not a number up to 65535"
            case .portZero: "has port 0, which only listen may have"
            case .badHost: "has a host that is neither a name nor an address (IPv6 stands in brackets)"
            }
        }
    }

    package static let hostBytesLimit = 253

    /// - Parameter anyPort: whether port 0, any free port, is allowed.
    package static func parse(_ text: String, anyPort: Bool) throws(Malformed) -> Target.Address {
        guard let colon = text.lastIndex(of: ":") else { throw .noPort }
        var host = text[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = host.dropFirst().dropLast()
            guard host.contains(":"), host.utf8.allSatisfy(isIPv6Byte) else { throw .badHost }
        } else {
            guard host.utf8.allSatisfy(isNameByte), host.first != "-", host.first != "." else { throw .badHost }
        }
        guard !host.isEmpty, host.utf8.count <= hostBytesLimit else { throw .badHost }
        let digits = text[text.index(after: colon)...]
        // `UInt16` itself would take a sign.
        let isNumber = digits.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard isNumber, let port = UInt16(digits) else { throw .badPort }
        guard port != 0 || anyPort else { throw .portZero }
        return Target.Address(host: String(host), port: port)
    }

    /// Whether only processes of the same host (or pod) reach it.
    package static func isLoopback(_ host: String) -> Bool {
        if host == "localhost" || host == "::1" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts.first == "127" && parts.allSatisfy { UInt8($0) != nil }
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    private static func isIPv6Byte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: ":"), UInt8(ascii: "."):
            true
        default: false
        }
    }
}
