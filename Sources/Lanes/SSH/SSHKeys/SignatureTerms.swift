import NIOCore
import SSHWire

/// Which connections a user's key signs for: with these hosts, and for this account.
package struct SignatureTerms: Sendable {
    /// Of SHA-256, which every key exchange that is spoken hashes with.
    private static let sessionByteCount = 32

    private let user: String
    private let trust: HostTrust
    private let signsUnbound: Bool

    /// - Parameters:
    ///   - user: the account.
    ///   - signsUnbound: also for hosts that take no signature that names their key.
    package init(user: String, _ trust: HostTrust, signsUnbound: Bool = false) {
        self.user = user
        self.trust = trust
        self.signsUnbound = signsUnbound
    }

    /// - Parameter nowSeconds: since 1970.
    package func verify(
        _ challenge: SignatureChallenge.UserAuthentication, nowSeconds: UInt64
    ) throws(UserSigner.Refusal) -> VerifiedChallenge {
        guard challenge.user.utf8.elementsEqual(user.utf8) else { throw .anotherUser }
        guard challenge.sessionID.count == Self.sessionByteCount else { throw .sessionMalformed }
        let hostKey: SSHPublicKey
        do throws(HostTrust.Refusal) {
            hostKey = try trust.key(of: challenge.hostKey, challenge.hostKeyAlgorithm, nowSeconds: nowSeconds)
        } catch {
            throw .hostNotTrusted(error)
        }
        let hostSignature = ByteBuffer(bytes: challenge.hostSignature)
        guard hostKey.verifies(hostSignature, over: challenge.sessionID, challenge.hostKeyAlgorithm.signature) else {
            throw .hostSignatureWrong
        }
        guard challenge.mayBindToHost || signsUnbound else { throw .notBound }
        return VerifiedChallenge(challenge)
    }
}
