/// An absolute address of a service: https, or http where it does not leave the machine.
///
/// The form is RFC 3986 without user information and fragment; the text is kept as it was given.
package struct HTTPAddress: Sendable, Hashable, CustomStringConvertible {
    package struct Failure: Error, Sendable, Equatable, CustomStringConvertible {
        package let description: String
    }

    package static let bytesLimit = 2048

    package let text: String
    package let isEncrypted: Bool
    /// Lower case; an IPv6 address stands in brackets.
    package let host: String
    package let port: UInt16
    /// Empty, or begins with `/`.
    package let path: String
    /// Without the `?`.
    package let query: String?

    package init(_ text: String) throws(Failure) {
        guard !text.isEmpty, text.utf8.count <= Self.bytesLimit else {
            throw Failure(description: "must be an address of 1 to \(Self.bytesLimit) bytes")
        }
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && !Self.forbidden.contains($0) }) else {
            throw Failure(description: "holds characters that an address may not have")
        }
        let rest: Substring
        if text.hasPrefix("https://") {
            isEncrypted = true
            rest = text.dropFirst("https://".count)
        } else if text.hasPrefix("http://") {
            isEncrypted = false
            rest = text.dropFirst("http://".count)
        } else {
            throw Failure(description: "must begin with https://")
        }
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        guard !authority.contains("@") else { throw Failure(description: "must not hold a user or password") }
        let afterAuthority = rest[authority.endIndex...]
        path = String(afterAuthority.prefix { $0 != "?" })
        query = afterAuthority.firstIndex(of: "?").map { String(afterAuthority[afterAuthority.index(after: $0)...]) }
        let bracket = authority.lastIndex(of: "]")
        var name = authority
        if let colon = authority.lastIndex(of: ":"), bracket.map({ colon > $0 }) ?? true {
            guard let number = UInt16(authority[authority.index(after: colon)...]), number > 0 else {
                throw Failure(description: "has no valid port")
            }
            port = number
            name = authority[..<colon]
        } else {
            port = isEncrypted ? 443 : 80
        }
        host = name.lowercased()
        guard !host.isEmpty, bracket == nil ? !host.contains(":") : host.hasPrefix("[") && host.hasSuffix("]") else {
            throw Failure(description: "has no valid host")
        }
        self.text = text
        guard isEncrypted || isLoopback else {
            throw Failure(description: "must begin with https:// (http:// is for this machine only)")
        }
    }

    // What RFC 3986 leaves out of an address, and the fragment's mark.
    private static let forbidden = Set("\"<>\\^`{|}#".utf8)

    package var isLoopback: Bool {
        host == "localhost" || host == "[::1]" || Self.isLoopbackIPv4(host)
    }

    private static func isLoopbackIPv4(_ host: String) -> Bool {
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }

    /// Scheme, host and port: two addresses with the same origin belong to one service (RFC 6454).
    package var origin: String { "\(isEncrypted ? "https" : "http")://\(host):\(port)" }

    /// What a Host header says: the port only where it is not the scheme's own.
    package var authority: String { port == (isEncrypted ? 443 : 80) ? host : "\(host):\(port)" }

    /// The address with `suffix` behind its path.
    /// - Parameter suffix: begins with `/`; encoded already.
    package func appending(_ suffix: String) throws(Failure) -> HTTPAddress {
        guard query == nil else { throw Failure(description: "must not hold a query") }
        let base = text.hasSuffix("/") ? String(text.dropLast()) : text
        return try HTTPAddress(base + suffix)
    }

    package var description: String { text }
}
