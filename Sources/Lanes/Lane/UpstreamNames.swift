import Glibc
package import Policy

/// Where a target's server is. Its name may lead to the target's own lane, here as in the agent's eyes: a pod's hosts
/// entries hold for its sidecar, too. Then the DNS alone is asked.
package struct UpstreamNames: Sendable {
    package enum Failure: Error, Sendable, Equatable, CustomStringConvertible {
        case unknown(String)
        case leadsToLane(String)

        package var description: String {
            switch self {
            case .unknown(let name): "the name \(name) is not known"
            case .leadsToLane(let name):
                "the name \(name) leads to the lane itself (a hosts entry), and the DNS does not know it"
            }
        }
    }

    /// As the system does it: the addresses of a name, in figures. Blocks.
    package typealias Lookup = @Sendable (String) -> [String]

    /// The addresses that `listen: auto` gives; no server is there.
    private static let lanesPrefix = "127.77."

    private let target: Target
    private let lookup: Lookup
    private let domains: @Sendable () -> [String]

    /// - Parameter domains: those that the system puts behind names.
    package init(
        _ target: Target, lookup: @escaping Lookup = UpstreamNames.askTheSystem,
        domains: @escaping @Sendable () -> [String] = UpstreamNames.searchDomains
    ) {
        self.target = target
        self.lookup = lookup
        self.domains = domains
    }

    /// Blocks.
    package func addresses() throws(Failure) -> [String] {
        let name = target.upstream.host
        let all = lookup(name)
        let others = all.filter { !isLane($0) }
        if !others.isEmpty { return others }
        guard !all.isEmpty else { throw .unknown(name) }
        // A name with a dot at its end is no name of a hosts file.
        let bare = name.hasSuffix(".") ? String(name.dropLast()) : name
        for whole in ["\(bare)."] + domains().map({ "\(bare).\($0)." }) {
            let found = lookup(whole).filter { !isLane($0) }
            if !found.isEmpty { return found }
        }
        throw .leadsToLane(name)
    }

    private func isLane(_ address: String) -> Bool {
        address.hasPrefix(Self.lanesPrefix)
            || (address == target.listen.host && target.listen.port == target.upstream.port)
    }

    package static func askTheSystem(_ name: String) -> [String] {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(name, nil, &hints, &list) == 0 else { return [] }
        defer { freeaddrinfo(list) }
        var found: [String] = []
        var next = list
        while let entry = next?.pointee {
            defer { next = entry.ai_next }
            var host = [CChar](repeating: 0, count: Int(NI_MAXHOST))
            let flags = NI_NUMERICHOST
            guard getnameinfo(entry.ai_addr, entry.ai_addrlen, &host, socklen_t(host.count), nil, 0, flags) == 0 else {
                continue
            }
            let text = String(decoding: host.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            // IPv4 in the form of IPv6 is IPv4 on the way.
            found.append(text.hasPrefix("::ffff:") && text.contains(".") ? String(text.dropFirst(7)) : text)
        }
        return found
    }

    private static let configurationFile = "/etc/resolv.conf"
    private static let configurationBytesLimit = 65_536

    /// `search` of resolv.conf; the last line counts.
    package static func searchDomains() -> [String] {
        let descriptor = open(configurationFile, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return [] }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: configurationBytesLimit)
        let count = read(descriptor, &bytes, bytes.count)
        guard count > 0 else { return [] }
        return searchDomains(in: String(decoding: bytes[..<count], as: UTF8.self))
    }

    static func searchDomains(in text: String) -> [String] {
        var domains: [String] = []
        for line in text.split(whereSeparator: \.isNewline) {
            let words = line.split(whereSeparator: \.isWhitespace)
            if words.first == "search" || words.first == "domain" {
                domains = words.dropFirst().map { $0.hasSuffix(".") ? String($0.dropLast()) : String($0) }
            }
        }
        return domains
    }
}
