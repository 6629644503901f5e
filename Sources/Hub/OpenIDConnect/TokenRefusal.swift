import FoundationEssentials

/// Why a token is not accepted. Holds nothing of the token but its times, the name of its algorithm and its issuer
/// where these are words that are safe to print.
package enum TokenRefusal: Error, Sendable, Equatable, CustomStringConvertible {
    case tooLong(bytesLimit: Int)
    case malformed(String)
    case algorithmNotAllowed(String)
    /// nil: not an address.
    case unknownIssuer(String?, IssuerPurpose)
    case unknownKey(issuer: String)
    /// The key is there, and is one for other algorithms.
    case wrongKeyType(issuer: String)
    case badSignature(issuer: String)
    case expired(atSeconds: Int64)
    case notYetValid(fromSeconds: Int64)
    case issuedInTheFuture(atSeconds: Int64)
    case wrongAudience(accepted: [String])
    /// There are further audiences, and the party that the token was issued to is not one of ours.
    case wrongAuthorizedParty
    case wrongNonce
    /// A service account's, where a sidecar's is wanted.
    case ofNoPod
    case providerUnreachable(issuer: String, reason: String)

    package var description: String {
        switch self {
        case .tooLong(let bytes): "the token is longer than \(bytes) bytes"
        case .malformed(let reason): "the token is malformed: \(reason)"
        case .algorithmNotAllowed(let name):
            "the token's algorithm \(name) is not allowed: \(SignatureAlgorithm.names) are"
        case .unknownIssuer(let issuer, let purpose):
            "no issuer \(issuer.map { $0 + " " } ?? "")is configured for \(purpose.rawValue)"
        case .unknownKey(let issuer): "\(issuer) has no key of the token's key ID"
        case .wrongKeyType(let issuer): "the token's algorithm does not fit the key of \(issuer) that it names"
        case .badSignature(let issuer): "the token's signature is not that of \(issuer)"
        case .expired(let seconds): "the token expired at \(Self.text(seconds))"
        case .notYetValid(let seconds): "the token is not valid before \(Self.text(seconds))"
        case .issuedInTheFuture(let seconds):
            "the token was issued in the future, at \(Self.text(seconds)): compare the clocks"
        case .wrongAudience(let accepted):
            "the token is for another audience: one for \(accepted.joined(separator: " or ")) is accepted"
        case .wrongAuthorizedParty: "the token is for further audiences and was issued to another party (azp)"
        case .ofNoPod:
            "the token is a service account's and bound to no pod: a sidecar shows the one that is projected into its pod "
                + "(serviceAccountToken); those of kubectl create token and of secrets are not taken"
        case .wrongNonce: "the token was not issued for this login (nonce)"
        case .providerUnreachable(let issuer, let reason): "the keys of \(issuer) cannot be had: \(reason)"
        }
    }

    /// RFC 3339 in UTC.
    private static func text(_ seconds: Int64) -> String {
        Date(timeIntervalSince1970: Double(seconds)).formatted(.iso8601)
    }
}
