/// Why a login did not succeed. Holds neither code, nor token, nor secret.
package enum LoginRefusal: Error, Sendable, Equatable, CustomStringConvertible {
    case wrongState
    case wrongIssuer
    case refusedByProvider(String)
    case noCode
    case providerUnreachable(String)
    /// The token endpoint: its status.
    case codeNotAccepted(status: Int)
    case token(TokenRefusal)
    /// The client's own secret cannot be read.
    case noSecret(String)

    package var description: String {
        switch self {
        case .wrongState: "the answer belongs to no login of this browser: start again"
        case .wrongIssuer: "the answer is that of another provider"
        case .refusedByProvider(let word): "the provider refused the login: \(word)"
        case .noCode: "the provider's answer has no code"
        case .providerUnreachable(let reason): "the provider cannot be asked: \(reason)"
        case .codeNotAccepted(let status): "the provider did not accept the code: HTTP \(status)"
        case .token(let refusal): "the provider's ID token: \(refusal)"
        case .noSecret(let reason): "the client secret: \(reason)"
        }
    }
}
