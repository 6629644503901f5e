import Crypto
import FoundationEssentials
import SSHWire

/// The keys of both directions (RFC 4253, section 7.2). SHA-256 gives as many bytes at once as any of them has.
struct DerivedKeys: Sendable {
    let toServer: DirectionKeys
    let toClient: DirectionKeys

    init(_ secret: SharedSecret, hash: [UInt8], sessionID: [UInt8], _ negotiation: Negotiation) {
        func derive(_ letter: Unicode.Scalar, _ count: Int) -> [UInt8] {
            var digest = SHA256()
            digest.update(data: secret.encoded)
            digest.update(data: hash)
            digest.update(data: [UInt8(ascii: letter)])
            digest.update(data: sessionID)
            return Array(digest.finalize().prefix(count))
        }
        let server = negotiation.cipherToServer
        let client = negotiation.cipherToClient
        toServer = DirectionKeys(
            cipher: server, mac: negotiation.macToServer, iv: derive("A", server.ivByteCount),
            key: SymmetricKey(data: derive("C", server.keyByteCount)),
            macKey: SymmetricKey(data: derive("E", MACAlgorithm.keyByteCount)))
        toClient = DirectionKeys(
            cipher: client, mac: negotiation.macToClient, iv: derive("B", client.ivByteCount),
            key: SymmetricKey(data: derive("D", client.keyByteCount)),
            macKey: SymmetricKey(data: derive("F", MACAlgorithm.keyByteCount)))
    }
}
