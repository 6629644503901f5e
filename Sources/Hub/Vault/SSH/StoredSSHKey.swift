import FoundationEssentials

/// A private key of Ed25519 as the hub's own vault keeps it. What it is encoded to is no `StoredCredential`, so that nobody
/// is shown it as a password.
package struct StoredSSHKey: Sendable, Equatable, CustomStringConvertible, CustomReflectable {
    /// 32 bytes. Secret.
    package let bytes: [UInt8]

    package init(bytes: [UInt8]) { self.bytes = bytes }

    private struct Content: Codable {
        var sshEd25519: Data
    }

    /// Secret.
    package func encoded() throws -> [UInt8] { Array(try JSONEncoder().encode(Content(sshEd25519: Data(bytes)))) }

    /// - Returns: nil when the bytes are not those of a key.
    package init?(encoded bytes: [UInt8]) {
        guard let content = try? JSONDecoder().decode(Content.self, from: Data(bytes)) else { return nil }
        self.init(bytes: Array(content.sshEd25519))
    }

    package var description: String { "StoredSSHKey" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
