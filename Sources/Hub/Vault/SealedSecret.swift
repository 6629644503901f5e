/// A secret as it is stored: AES-256-GCM under a data key.
///
/// Bytes: format (1), number of the data key (4, highest byte first), nonce (12), ciphertext, tag (16).
package struct SealedSecret: Sendable, Equatable, Codable {
    static let format: UInt8 = 1
    static let headerBytes = 5
    static let overheadBytes = headerBytes + 12 + 16

    package let bytes: [UInt8]
    /// The number of the data key.
    package let dataKey: UInt32

    /// - Returns: nil when the bytes are not those of a sealed secret.
    package init?(bytes: [UInt8]) {
        guard bytes.count >= Self.overheadBytes, bytes[0] == Self.format,
            let dataKey = BigEndian.number(bytes[1..<Self.headerBytes])
        else { return nil }
        self.bytes = bytes
        self.dataKey = dataKey
    }

    init(dataKey: UInt32, box: some Sequence<UInt8>) {
        bytes = [Self.format] + BigEndian.bytes(dataKey) + box
        self.dataKey = dataKey
    }

    /// Nonce, ciphertext and tag.
    var box: ArraySlice<UInt8> { bytes.dropFirst(Self.headerBytes) }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let value = Self(bytes: try container.decode([UInt8].self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a sealed secret")
        }
        self = value
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(bytes)
    }
}
