import Policy

/// Addresses in options and policies.
enum ListenAddress {
    /// `HOST:PORT`.
    static func parse(_ text: String) -> Target.Address? {
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else {
            return nil
        }
        let host = String(text[..<colon])
        return host.isEmpty ? nil : Target.Address(host: host, port: port)
    }

    static func isLoopback(_ host: String) -> Bool {
        if host == "localhost" || host == "::1" || host == "[::1]" { return true }
        // Parsed and not compared by its beginning: 127.example.com is a name that anybody may own.
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }
}
