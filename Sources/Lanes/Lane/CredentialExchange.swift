package import HubAPI

/// The use of a credential for one connection to the target.
///
/// What it throws is a `LaneFailure`, as of `CredentialSource`. At most one of `prove`, `answer` and
/// `cleartext` is called, at most once.
package protocol CredentialExchange: Sendable {
    /// The user name for the startup message.
    var user: String { get }
    func prove(_ challenge: ScramChallenge) async throws -> ScramProof
    func answer(_ challenge: MD5Challenge) async throws -> PasswordAnswer
    /// The password itself: asked only over TLS, and only where the target says so.
    func cleartext() async throws -> PasswordAnswer
    /// The connection is closed, or never came about. Called exactly once; what it starts is not waited for.
    /// - Parameter isRefused: the server did not accept the credential.
    func end(isRefused: Bool)
}
