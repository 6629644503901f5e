package import Lane
package import SSHKeys

/// A private key that the sidecar itself holds (air-gapped mode). Never described, never logged.
package struct SSHKeyCredential: SSHCredentialSource, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    private let signer: UserSigner

    package init(_ signer: UserSigner) { self.signer = signer }

    package func sign(
        _ challenge: SignatureChallenge.UserAuthentication, session: String, principal: String
    ) async throws -> UserSignature {
        do throws(UserSigner.Refusal) {
            return try signer.sign(challenge, nowSeconds: UInt64(clamping: WallClock.nowSeconds))
        } catch {
            throw LaneFailure(.unauthenticated, "the key is not used for this connection: \(error.words)")
        }
    }

    /// Passwords are of other protocols.
    package func open(session: String, principal: String) async throws -> any CredentialExchange {
        throw LaneFailure(.unauthenticated, "the credential is a key of SSH, and no password")
    }

    package var description: String { "SSHKeyCredential" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
