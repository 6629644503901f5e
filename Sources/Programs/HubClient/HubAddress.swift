import NIOCore

/// Where the hub is: `https://HOST[:PORT]`.
package struct HubAddress: Sendable, Equatable {
    package var host: String
    package var port: UInt16

    package static let defaultPort: UInt16 = 8443

    /// - Returns: nil for anything but an https address without a path.
    package init?(_ text: String) {
        let scheme = "https://"
        guard text.hasPrefix(scheme) else { return nil }
        var rest = text.dropFirst(scheme.count)
        if rest.hasSuffix("/") { rest = rest.dropLast() }
        guard !rest.isEmpty, !rest.contains(where: { "/?#@ ".contains($0) }) else { return nil }
        if let colon = rest.lastIndex(of: ":"), !rest.hasSuffix("]") {
            guard let port = UInt16(rest[rest.index(after: colon)...]), port > 0 else { return nil }
            self.port = port
            rest = rest[..<colon]
        } else {
            port = Self.defaultPort
        }
        host = String(rest)
    }

    package var text: String { "https://\(host):\(port)" }

    /// Without the brackets of an IPv6 address.
    var connectHost: String {
        host.hasPrefix("[") && host.hasSuffix("]") ? String(host.dropFirst().dropLast()) : host
    }

    /// The name that the hub's certificate must be for; nil: it must be for the address itself, which TLS does not send.
    var tlsName: String? {
        (try? SocketAddress(ipAddress: connectHost, port: 0)) == nil ? connectHost : nil
    }
}
