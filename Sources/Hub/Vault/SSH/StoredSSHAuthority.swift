import FoundationEssentials
package import Policy

/// An authority's private key of Ed25519 as the hub's own vault keeps it, and from where its users may come. What it is encoded to
/// is no `StoredSSHKey`, so that it never signs as a user.
package struct StoredSSHAuthority: Sendable, Equatable, CustomStringConvertible, CustomReflectable {
    /// 32 bytes. Secret.
    package let bytes: [UInt8]
    package let sources: [Network]

    package init(bytes: [UInt8], sources: [Network]) {
        self.bytes = bytes
        self.sources = sources
    }

    private struct Content: Codable {
        var sshAuthorityEd25519: Data
        var sources: [String]
    }

    /// Secret.
    package func encoded() throws -> [UInt8] {
        Array(
            try JSONEncoder().encode(
                Content(sshAuthorityEd25519: Data(bytes), sources: sources.map(\.description))))
    }

    /// - Returns: nil when the bytes are not those of an authority.
    package init?(encoded bytes: [UInt8]) {
        guard let content = try? JSONDecoder().decode(Content.self, from: Data(bytes)) else { return nil }
        let sources = content.sources.compactMap { try? Network($0) }
        guard sources.count == content.sources.count else { return nil }
        self.init(bytes: Array(content.sshAuthorityEd25519), sources: sources)
    }

    package var description: String { "StoredSSHAuthority" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
