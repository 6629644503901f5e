import NIOCore
import SSHKeys
import SSHWire
import Testing

/// A signer signs for its hosts, its user and a connection that the host is an end of, and for nothing else.
struct UserSignerTests {
    static let session = [UInt8](repeating: 9, count: 32)

    static func challenge(
        _ host: SSHPrivateKey, user: String = "agent", binds: Bool = true
    ) throws -> SignatureChallenge.UserAuthentication {
        SignatureChallenge.UserAuthentication(
            user: user, sessionID: session, hostKey: host.publicKey.blob,
            hostSignature: try host.signature(over: session, .ed25519).allBytes,
            hostKeyAlgorithm: HostKeyAlgorithm(.ed25519), signatureAlgorithms: nil, mayBindToHost: binds)
    }

    static func refusal(
        _ signer: UserSigner, _ challenge: SignatureChallenge.UserAuthentication
    ) -> UserSigner.Refusal? {
        do { _ = try signer.sign(challenge, nowSeconds: 0) } catch { return error }
        return nil
    }

    @Test(arguments: KeyType.allCases, [true, false])
    func `What it signs is the request that is sent to that host, and it verifies`(type: KeyType, binds: Bool) throws {
        let host = try SSHPrivateKey(generating: .ed25519)
        let key = try SSHPrivateKey(generating: type)
        let signer = UserSigner(
            key, user: "agent", HostTrust(keys: [host.publicKey], host: "h"), signsUnbound: !binds)
        let signature = try signer.sign(Self.challenge(host, binds: binds), nowSeconds: 0)
        #expect(signature.isHostBound == binds && signature.key == key.publicKey.blob)
        let bytes = AuthenticationRequest.signedBytes(
            sessionID: Self.session, user: "agent", algorithm: signature.algorithm, key: signature.key,
            hostKey: binds ? host.publicKey.blob : nil)
        let algorithm = try #require(SignatureAlgorithm(rawValue: signature.algorithm))
        #expect(key.publicKey.verifies(ByteBuffer(bytes: signature.signature), over: bytes, algorithm))
    }

    @Test func `Another host, another user, or a connection that the host has not signed, has no signature`() throws {
        let host = try SSHPrivateKey(generating: .ed25519)
        let other = try SSHPrivateKey(generating: .ed25519)
        let signer = UserSigner(
            try SSHPrivateKey(generating: .ed25519), user: "agent", HostTrust(keys: [host.publicKey], host: "h"))
        #expect(
            Self.refusal(signer, try Self.challenge(other))
                == .hostNotTrusted(.notPinned(fingerprint: other.publicKey.fingerprint)))
        #expect(Self.refusal(signer, try Self.challenge(host, user: "root")) == .anotherUser)
        var stolen = try Self.challenge(other)
        stolen.hostKey = host.publicKey.blob
        #expect(Self.refusal(signer, stolen) == .hostSignatureWrong)
        var moved = try Self.challenge(host)
        moved.sessionID[0] ^= 1
        #expect(Self.refusal(signer, moved) == .hostSignatureWrong)
        var long = try Self.challenge(host)
        long.sessionID += [0]
        #expect(Self.refusal(signer, long) == .sessionMalformed)
        var old = try Self.challenge(host)
        old.signatureAlgorithms = ["ssh-rsa"]
        #expect(Self.refusal(signer, old) == .noCommonAlgorithm)
        #expect(Self.refusal(signer, try Self.challenge(host, binds: false)) == .notBound)
        #expect(UserSigner.Refusal.notBound.words.contains("unbound_signatures: true"))
        #expect(Self.refusal(signer, try Self.challenge(host)) == nil)
    }
}
