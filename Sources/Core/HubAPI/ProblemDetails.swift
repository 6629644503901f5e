/// An error answer: RFC 9457, `application/problem+json`.
package struct ProblemDetails: Codable, Sendable, Equatable, Error {
    /// `urn:chaperone:problem:<code>`; the code is stable, and what programs decide by.
    package var type: String
    /// A short text of the kind of problem.
    package var title: String
    /// The HTTP status.
    package var status: Int
    /// What is wrong here, and what to do. Holds no secret and no data.
    package var detail: String?
    /// For a policy that has errors: one for each, with its place in the file.
    package var errors: [String]?

    package init(_ code: Code, detail: String? = nil, errors: [String]? = nil) {
        type = Self.prefix + code.rawValue
        title = code.title
        status = code.status
        self.detail = detail
        self.errors = errors
    }

    private static let prefix = "urn:chaperone:problem:"

    /// Nil: a code that this version does not know.
    package var code: Code? {
        type.hasPrefix(Self.prefix) ? Code(rawValue: String(type.dropFirst(Self.prefix.count))) : nil
    }

    package enum Code: String, Sendable, CaseIterable {
        case malformed, unauthenticated, forbidden, revoked, unknown, conflict
        case tooLarge = "too-large"
        case rateLimited =
            "rate-limited"
        case tokenRefused = "token-refused"
        case policyHasErrors = "policy-has-errors"
        case noCredential = "no-credential"
        case auditRefused = "audit-refused"
        case unavailable, failed

        package var status: Int {
            switch self {
            case .malformed, .policyHasErrors: 400
            case .unauthenticated, .tokenRefused: 401
            case .forbidden, .revoked: 403
            case .unknown, .noCredential: 404
            case .conflict, .auditRefused: 409
            case .tooLarge: 413
            case .rateLimited: 429
            case .failed: 500
            case .unavailable: 503
            }
        }

        package var title: String {
            switch self {
            case .malformed: "The request is malformed"
            case .unauthenticated: "No valid certificate or token"
            case .forbidden: "Not allowed"
            case .revoked: "This sidecar was revoked"
            case .unknown: "There is no such thing"
            case .conflict: "It is in another state"
            case .tooLarge: "The request is too large"
            case .rateLimited: "Too many requests"
            case .tokenRefused: "The token is not accepted"
            case .policyHasErrors: "The policy has errors"
            case .noCredential: "There is no such credential"
            case .auditRefused: "The audit batch is not accepted"
            case .unavailable: "Not available now"
            case .failed: "The hub failed"
            }
        }
    }
}
