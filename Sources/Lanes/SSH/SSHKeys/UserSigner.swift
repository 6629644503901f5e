import NIOCore
import SSHWire

/// A user's key, and the hosts that it may sign for. What holds the key is this, wherever that is; a sidecar only asks.
///
/// Before it signs, it sees that the challenge is of a connection with one of its hosts: the key is trusted, and the
/// host itself has signed the connection's hash. So whoever asks cannot have a signature for another host, nor for a
/// connection that the host is not an end of. What it signs names the host's key, so that a host that lends its signature to
/// somebody else's connection lends nothing: another host, which knows its own key, refuses what was signed.
package struct UserSigner: Sendable {
    package enum Refusal: Error, Sendable, Equatable {
        case hostNotTrusted(HostTrust.Refusal)
        case hostSignatureWrong
        case sessionMalformed
        case anotherUser
        /// The host takes no signature that the key can make.
        case noCommonAlgorithm
        /// The host takes no signature that names its key.
        case notBound
    }

    /// Of SHA-256, which every key exchange that is spoken hashes with.
    private static let sessionByteCount = 32

    private let key: SSHPrivateKey
    private let user: String
    private let trust: HostTrust
    private let signsUnbound: Bool

    /// - Parameters:
    ///   - user: the account that it signs for.
    ///   - signsUnbound: also for hosts that take no signature that names their key.
    package init(_ key: SSHPrivateKey, user: String, _ trust: HostTrust, signsUnbound: Bool = false) {
        self.key = key
        self.user = user
        self.trust = trust
        self.signsUnbound = signsUnbound
    }

    /// - Parameter nowSeconds: since 1970.
    package func sign(
        _ challenge: SignatureChallenge.UserAuthentication, nowSeconds: UInt64
    ) throws(Refusal) -> UserSignature {
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
        let algorithm = key.type.signatureAlgorithms.first {
            challenge.signatureAlgorithms?.contains($0.rawValue) ?? true
        }
        guard let algorithm else { throw .noCommonAlgorithm }
        let bytes = AuthenticationRequest.signedBytes(
            sessionID: challenge.sessionID, user: user, algorithm: algorithm.rawValue, key: key.publicKey.blob,
            hostKey: challenge.mayBindToHost ? challenge.hostKey : nil)
        guard let signature = try? key.signature(over: bytes, algorithm) else { throw .noCommonAlgorithm }
        return UserSignature(
            algorithm: algorithm.rawValue, key: key.publicKey.blob, signature: signature.allBytes,
            isHostBound: challenge.mayBindToHost)
    }
}
