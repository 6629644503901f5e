import Policy

/// What no fence stands before: an address in none of the policy's networks is open to everybody beside a transparent sidecar.
enum OpenUpstreams {
    /// - Parameter addresses: in figures.
    static func among(_ addresses: [String], networks: [String]) -> [String] {
        let fenced = networks.compactMap { try? Network($0) }
        return addresses.filter { address in
            guard let one = try? Network(address) else { return true }
            return !fenced.contains { $0.contains(one) }
        }
    }
}
