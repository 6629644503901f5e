/// Why there is no credential. Names the place that was asked and its status, never what was sent or answered.
package enum CredentialFailure: Error, Sendable, Equatable, CustomStringConvertible {
    case misconfigured(String)
    case unreachable(_ place: String, _ reason: String)
    case status(_ place: String, Int)
    case malformed(_ place: String, _ reason: String)
    /// A service's own word for what is wrong.
    case refused(_ place: String, _ word: String)
    case unknownSource(String)
    case notUnsealed(KeyRingFailure)

    package var description: String {
        switch self {
        case .misconfigured(let reason): reason
        case .unreachable(let place, let reason): "\(place): \(reason)"
        case .status(let place, let status): "\(place): HTTP \(status)\(Self.hint(status))"
        case .malformed(let place, let reason): "\(place): \(reason)"
        case .refused(let place, let word): "\(place): \(word)"
        case .unknownSource(let name): "there is no credential \(name)"
        case .notUnsealed(let failure): failure.description
        }
    }

    /// What a status means at Vault, OpenBao and AWS.
    private static func hint(_ status: Int) -> String {
        switch status {
        case 301, 302, 303, 307, 308: " (redirects are not followed: give the address of the active node)"
        case 400: " (the request does not fit what is there)"
        case 403: " (not allowed: the token or key is not good, or its policy does not allow this)"
        case 404: " (nothing is there, or it is deleted)"
        case 429: " (too many requests, or a standby node)"
        case 472, 473: " (a standby node)"
        case 503: " (sealed, or down for maintenance)"
        default: ""
        }
    }
}
