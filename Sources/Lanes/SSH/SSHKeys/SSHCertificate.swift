import NIOCore
import SSHWire

/// A certificate of OpenSSH (PROTOCOL.certkeys) over a key of a kind that is spoken.
package struct SSHCertificate: Sendable, Equatable {
    package enum Holder: UInt32, Sendable {
        case user = 1
        case host = 2
    }

    /// As it came.
    package let blob: [UInt8]
    /// What is certified.
    package let key: SSHPublicKey
    package let serial: UInt64
    package let holder: Holder
    package let keyID: String
    package let principals: [String]
    /// Seconds since 1970; the first at which it is no longer valid is `validBeforeSeconds`.
    package let validAfterSeconds: UInt64
    package let validBeforeSeconds: UInt64
    /// Names.
    package let criticalOptions: [String]
    package let extensions: [String]
    package let authority: SSHPublicKey
    private let signature: ByteBuffer
    private let signedByteCount: Int

    private static let principalsLimit = 256
    private static let optionsLimit = 64

    /// Nil: not of the form. What it says has not been verified.
    package init?(blob: [UInt8]) {
        guard blob.count <= SSHLimits.keyBytesLimit else { return nil }
        var buffer = ByteBuffer(bytes: blob)
        guard let name = buffer.readSSHName(),
            let type = KeyType.allCases.first(where: { $0.certificateName == name }),
            buffer.readSSHString(limit: SSHLimits.wordsBytesLimit) != nil
        else { return nil }
        let fieldsStart = buffer.readerIndex
        guard SSHVerifier(type, fields: &buffer) != nil else { return nil }
        var plain = ByteBuffer()
        plain.writeSSHString(type.rawValue)
        plain.writeBytes(blob[fieldsStart..<buffer.readerIndex])
        guard let key = SSHPublicKey(blob: plain.allBytes), let serial = buffer.readInteger(as: UInt64.self),
            let holder = buffer.readInteger(as: UInt32.self).flatMap({ Holder(rawValue: $0) }),
            let keyID = buffer.readSSHText(limit: SSHLimits.wordsBytesLimit),
            let principals = Self.strings(&buffer, limit: Self.principalsLimit),
            let (validAfter, validBefore) = buffer.readMultipleIntegers(as: (UInt64, UInt64).self),
            let options = Self.optionNames(&buffer), let extensions = Self.optionNames(&buffer),
            buffer.readSSHString(limit: SSHLimits.wordsBytesLimit) != nil,
            let authorityBlob = buffer.readSSHString(limit: SSHLimits.keyBytesLimit),
            let authority = SSHPublicKey(blob: authorityBlob.allBytes)
        else { return nil }
        signedByteCount = buffer.readerIndex
        guard let signature = buffer.readSSHString(limit: SSHLimits.signatureBytesLimit), buffer.readableBytes == 0
        else { return nil }
        self.blob = blob
        self.key = key
        self.serial = serial
        self.holder = holder
        self.keyID = keyID
        self.principals = principals
        validAfterSeconds = validAfter
        validBeforeSeconds = validBefore
        criticalOptions = options
        self.extensions = extensions
        self.authority = authority
        self.signature = signature
    }

    /// Whether the authority that it names has signed it.
    package var isSigned: Bool {
        authority.type.signatureAlgorithms.contains { algorithm in
            authority.verifies(signature, over: blob.prefix(signedByteCount), algorithm)
        }
    }

    private static func strings(_ buffer: inout ByteBuffer, limit: Int) -> [String]? {
        guard var list = buffer.readSSHString(limit: SSHLimits.keyBytesLimit) else { return nil }
        var all: [String] = []
        while list.readableBytes > 0 {
            guard all.count < limit, let text = list.readSSHText(limit: SSHLimits.wordsBytesLimit) else { return nil }
            all.append(text)
        }
        return all
    }

    private static func optionNames(_ buffer: inout ByteBuffer) -> [String]? {
        guard var list = buffer.readSSHString(limit: SSHLimits.keyBytesLimit) else { return nil }
        var names: [String] = []
        while list.readableBytes > 0 {
            guard names.count < optionsLimit, let name = list.readSSHText(limit: SSHLimits.nameBytesLimit),
                list.readSSHString(limit: SSHLimits.wordsBytesLimit) != nil
            else { return nil }
            names.append(name)
        }
        return names
    }
}
