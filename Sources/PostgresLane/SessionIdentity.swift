/// Who is behind a session.
struct SessionIdentity: Sendable {
    var principal: String
    /// Of a token; nil: the sidecar's own, as policy has them at the time.
    var groups: [String]?
    /// Of a token, seconds since 1970.
    var expiresAtSeconds: Int64?
}
