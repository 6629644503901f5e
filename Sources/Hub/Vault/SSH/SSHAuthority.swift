import NIOCore
package import Policy
package import SSHKeys
import SSHWire

/// A key of the hub's that hosts take for an authority of users (`TrustedUserCAKeys`).
package struct SSHAuthority: Sendable, CustomStringConvertible, CustomReflectable {
    package static let sourcesLimit = 64
    private static let sourceOption = "source-address"

    private let key: SSHPrivateKey
    /// From where its users may come; empty: from anywhere.
    private let sources: [Network]

    package init(_ key: SSHPrivateKey, sources: [Network]) {
        self.key = key
        self.sources = sources
    }

    /// A certificate over a user's key.
    /// - Parameter nonce: 32 random bytes.
    /// - Returns: nil when what it is to say is longer than certificates are.
    package func certificate(
        of user: SSHPublicKey, _ terms: UserCertificateTerms, nonce: [UInt8]
    ) throws -> SSHCertificate? {
        guard let algorithm = key.type.signatureAlgorithms.first else { return nil }
        var fields = ByteBuffer(bytes: user.blob)
        // The type's name, in whose place the certificate's stands.
        _ = fields.readSSHName()
        var buffer = ByteBuffer()
        buffer.writeSSHString(user.type.certificateName)
        buffer.writeSSHString(nonce)
        buffer.writeImmutableBuffer(fields)
        buffer.writeInteger(terms.serial)
        buffer.writeInteger(SSHCertificate.Holder.user.rawValue)
        buffer.writeSSHString(terms.keyID)
        buffer.writeSSHString(Self.list([terms.user]))
        buffer.writeInteger(terms.validAfterSeconds)
        buffer.writeInteger(terms.validBeforeSeconds)
        buffer.writeSSHString(criticalOptions)
        buffer.writeSSHString(Self.list(UserCertificateTerms.extensions.flatMap { [$0, ""] }))
        buffer.writeSSHString("")
        buffer.writeSSHString(key.publicKey.blob)
        buffer.writeSSHString(try key.signature(over: buffer.allBytes, algorithm))
        return SSHCertificate(blob: buffer.allBytes)
    }

    private var criticalOptions: ByteBuffer {
        guard !sources.isEmpty else { return ByteBuffer() }
        var value = ByteBuffer()
        value.writeSSHString(sources.map(\.description).joined(separator: ","))
        var options = ByteBuffer()
        options.writeSSHString(Self.sourceOption)
        options.writeSSHString(value)
        return options
    }

    private static func list(_ texts: [String]) -> ByteBuffer {
        var buffer = ByteBuffer()
        for text in texts { buffer.writeSSHString(text) }
        return buffer
    }

    package var description: String { "SSHAuthority" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
