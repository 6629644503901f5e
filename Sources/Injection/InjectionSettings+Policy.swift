package import Policy

extension InjectionSettings {
    /// What a policy says of lanes and sidecars.
    package mutating func apply(_ bundle: Bundle) {
        (lanes, unnamed) = LaneName.all(of: bundle.targets)
        stateMebibytes = Self.stateMebibytes(spoolBytes: bundle.sidecars?.spoolBytesLimit)
    }
}
