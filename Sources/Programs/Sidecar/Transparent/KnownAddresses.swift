import Policy

/// Which target is at an address. What a name once gave is kept for a day: a name may give others of its addresses each
/// time, and an agent may have asked earlier.
struct KnownAddresses: Sendable {
    enum Match: Sendable, Equatable {
        case target(String)
        case nobody
        /// Two targets cannot be told apart there.
        case several([String])
    }

    static let keptSeconds: Int64 = 86_400
    /// Of one target. Those that were seen longest ago go first.
    static let addressesLimit = 256

    /// By target, then by address: when it was last seen.
    private var seen: [String: [Target.Address: Int64]] = [:]

    /// - Parameter addresses: in figures, of the target's upstream.
    mutating func learn(_ target: Target, _ addresses: [String], nowSeconds: Int64) {
        var known = seen[target.name, default: [:]]
        for address in addresses { known[Target.Address(host: address, port: target.upstream.port)] = nowSeconds }
        if known.count > Self.addressesLimit {
            for (address, _) in known.sorted(by: { $0.value < $1.value }).prefix(known.count - Self.addressesLimit) {
                known[address] = nil
            }
        }
        seen[target.name] = known
    }

    /// - Parameter targets: those that there are now.
    func match(_ destination: Target.Address, among targets: [Target], nowSeconds: Int64) -> Match {
        let found = targets.filter { target in
            guard target.upstream.port == destination.port, let at = seen[target.name]?[destination] else {
                return false
            }
            return nowSeconds - at < Self.keptSeconds
        }.map(\.name)
        switch found.count {
        case 0: return .nobody
        case 1: return .target(found[0])
        default: return .several(found.sorted())
        }
    }
}
