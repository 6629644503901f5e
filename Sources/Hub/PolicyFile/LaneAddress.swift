import Policy

/// `listen: auto`: a loopback address that follows from the upstream's host alone, so that it stays the same whatever
/// else a policy has, with the upstream's own port. One host has one address, as a hosts entry needs it.
enum LaneAddress {
    static let auto = "auto"
    static let socketPrefix = "unix:"
    /// What Linux takes as a socket's path.
    static let pathBytesLimit = 107

    /// `unix:/run/chaperone/ehr/.s.PGSQL.5432`
    /// - Returns: nil when the path is not absolute, plain and short enough.
    static func socket(_ text: String) -> Target.Address? {
        let path = text.dropFirst(socketPrefix.count)
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        guard path.hasPrefix("/"), path.utf8.count <= pathBytesLimit, !parts.contains(".."),
            parts.last?.isEmpty == false,
            path.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
        else { return nil }
        return Target.Address(host: String(path), port: 0)
    }

    /// 127.77.0.1 to 127.77.255.254. Two hosts that come to one address are told as two targets that listen there.
    static func of(_ upstream: Target.Address) -> Target.Address {
        // FNV-1a, 32 bits: it has to be the same in every version.
        let hash = upstream.host.lowercased().utf8.reduce(UInt32(2_166_136_261)) { ($0 ^ UInt32($1)) &* 16_777_619 }
        let place = (hash ^ hash >> 16) & 0xFFFF
        return Target.Address(host: "127.77.\(place >> 8).\(1 + (place & 0xFF) % 254)", port: upstream.port)
    }
}
