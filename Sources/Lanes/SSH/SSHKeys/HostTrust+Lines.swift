extension HostTrust {
    /// Of what a policy says: lines of type and base64.
    /// - Parameter host: the name that a certificate must be for.
    /// - Returns: nil when one of the lines is no key. The policy's compiler lets none through.
    package init?(keyLines: [String], authorityLines: [String], host: String) {
        let keys = keyLines.compactMap { SSHPublicKey(line: $0) }
        let authorities = authorityLines.compactMap { SSHPublicKey(line: $0) }
        guard keys.count == keyLines.count, authorities.count == authorityLines.count else { return nil }
        self.init(keys: keys, authorities: authorities, host: host)
    }
}
