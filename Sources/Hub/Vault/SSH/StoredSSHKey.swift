import FoundationEssentials
package import SSHKeys
import SSHWire

/// A private key as the hub's own vault keeps it. What it is encoded to is no `StoredCredential`, so that nobody is shown it as a
/// password.
package struct StoredSSHKey: Sendable, CustomStringConvertible, CustomReflectable {
    /// Secret.
    package let key: SSHPrivateKey

    package init(_ key: SSHPrivateKey) { self.key = key }

    /// One of them is there: what `SSHPrivateKey.rawRepresentation` gives.
    private struct Content: Codable {
        var sshEd25519: Data?
        var sshECDSAP256: Data?
        var sshRSA: Data?
    }

    /// Secret.
    package func encoded() throws -> [UInt8] {
        var content = Content()
        let bytes = Data(key.rawRepresentation)
        switch key.type {
        case .ed25519: content.sshEd25519 = bytes
        case .ecdsaP256: content.sshECDSAP256 = bytes
        case .rsa: content.sshRSA = bytes
        }
        return Array(try JSONEncoder().encode(content))
    }

    /// - Returns: nil when the bytes are not those of a key.
    package init?(encoded bytes: [UInt8]) {
        guard let content = try? JSONDecoder().decode(Content.self, from: Data(bytes)) else { return nil }
        let kept: [(KeyType, Data?)] = [
            (.ed25519, content.sshEd25519), (.ecdsaP256, content.sshECDSAP256), (.rsa, content.sshRSA),
        ]
        guard let (type, data) = kept.first(where: { $0.1 != nil }), let data,
            let key = try? SSHPrivateKey(type, rawRepresentation: Array(data))
        else { return nil }
        self.init(key)
    }

    package var description: String { "StoredSSHKey" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
