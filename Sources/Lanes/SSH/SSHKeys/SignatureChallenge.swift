package import SSHWire

/// What a signer is asked: to prove to a host, with which a connection is, that a user may. The signer builds what it
/// signs of these fields, so that it knows which host it is for; it is never given bytes to sign.
package enum SignatureChallenge: Sendable, Equatable {
    case userAuthentication(UserAuthentication)

    package struct UserAuthentication: Sendable, Equatable {
        /// The account on the host.
        package var user: String
        /// The exchange hash of the connection, the host's key and its signature over that hash.
        package var sessionID: [UInt8]
        package var hostKey: [UInt8]
        package var hostSignature: [UInt8]
        package var hostKeyAlgorithm: HostKeyAlgorithm
        /// How the host lets keys sign; nil: it has not said.
        package var signatureAlgorithms: [String]?
        /// The host takes signatures that name its key.
        package var mayBindToHost: Bool

        package init(
            user: String, sessionID: [UInt8], hostKey: [UInt8], hostSignature: [UInt8],
            hostKeyAlgorithm: HostKeyAlgorithm, signatureAlgorithms: [String]?, mayBindToHost: Bool
        ) {
            self.user = user
            self.sessionID = sessionID
            self.hostKey = hostKey
            self.hostSignature = hostSignature
            self.hostKeyAlgorithm = hostKeyAlgorithm
            self.signatureAlgorithms = signatureAlgorithms
            self.mayBindToHost = mayBindToHost
        }
    }
}
