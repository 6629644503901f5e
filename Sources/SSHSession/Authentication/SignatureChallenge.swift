package import SSHTransport
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

        package init(user: String, _ exchange: FirstExchange, extensions: [String: [UInt8]]) {
            self.user = user
            sessionID = exchange.sessionID
            hostKey = exchange.hostKey
            hostSignature = exchange.hostSignature
            hostKeyAlgorithm = exchange.hostKeyAlgorithm
            signatureAlgorithms = extensions[ProtocolExtension.serverSignatureAlgorithms].map {
                String(decoding: $0, as: UTF8.self).split(separator: ",").map { String($0) }
            }
            mayBindToHost = extensions[ProtocolExtension.hostBoundPublicKey] == [UInt8(ascii: "0")]
        }
    }
}
