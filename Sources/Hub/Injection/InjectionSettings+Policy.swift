package import Policy

extension InjectionSettings {
    /// What a policy says of lanes and sidecars.
    package mutating func apply(_ bundle: Bundle) {
        (lanes, unnamed) = LaneName.all(of: bundle.targets)
        fence?.networks = bundle.sidecars?.networks ?? []
        fence?.ports = bundle.targets.map(\.upstream.port)
        stateMebibytes = Self.stateMebibytes(spoolBytes: bundle.sidecars?.spoolBytesLimit)
    }

    /// What keeps it from being put into a pod.
    package var obstacle: String? {
        guard let fence else { return nil }
        if fence.networks.isEmpty { return "the policy names no sidecars.networks, which the fence is made of" }
        return fence.ports.isEmpty ? "the policy has no targets, whose ports the fence leads to lanes" : nil
    }
}
