/// What the provider sends the browser back with (RFC 6749, section 4.1.2; RFC 9207).
package struct LoginAnswer: Sendable {
    package var code: String?
    package var state: String?
    package var issuer: String?
    package var error: String?

    package init(code: String?, state: String?, issuer: String?, error: String?) {
        self.code = code
        self.state = state
        self.issuer = issuer
        self.error = error
    }

    static let codeBytesLimit = 4096

    /// - Returns: the code.
    func check(_ attempt: LoginAttempt, issuer expected: String, mustNameIssuer: Bool) throws(LoginRefusal) -> String {
        // First of all: an answer to somebody else's login says nothing.
        guard let state, Self.isEqual(state, attempt.state) else { throw .wrongState }
        guard issuer == expected || issuer == nil && !mustNameIssuer else { throw .wrongIssuer }
        guard error == nil else { throw .refusedByProvider(error.flatMap(Self.errorWord) ?? "an error of its own") }
        guard let code, !code.isEmpty, code.utf8.count <= Self.codeBytesLimit else { throw .noCode }
        return code
    }

    // RFC 6749, section 4.1.2.1: the words that it may be; others would be text of anybody's.
    private static func errorWord(_ text: String) -> String? {
        let words = [
            "access_denied", "invalid_request", "unauthorized_client", "unsupported_response_type", "invalid_scope",
            "server_error", "temporarily_unavailable", "interaction_required", "login_required",
            "account_selection_required", "consent_required",
        ]
        return words.first { $0 == text }
    }

    private static func isEqual(_ left: String, _ right: String) -> Bool {
        let left = Array(left.utf8)
        let right = Array(right.utf8)
        return left.count == right.count && zip(left, right).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
