import Lane
import Policy

/// Where the secrets of a lane are.
protocol LaneSecrets: Sendable {
    /// - Returns: nil when there is none; why is added to `problems`.
    func credentials(of target: Target, _ problems: inout [String]) -> (any CredentialSource)?
    /// Asked only where a mask needs it.
    /// - Returns: at least 64 hexadecimal digits; nil when there is none; why is added to `problems`.
    func pseudonymKey(of target: Target, _ problems: inout [String]) -> String?
}
