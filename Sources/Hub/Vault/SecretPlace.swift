/// What a sealed secret is: bound into its seal, so that no secret can stand for another or for an older one.
package struct SecretPlace: Sendable, Hashable {
    /// What the secret is for: `credential`, `hub-key`…
    package var purpose: String
    package var name: String
    package var version: UInt64

    package init(purpose: String, name: String, version: UInt64) {
        self.purpose = purpose
        self.name = name
        self.version = version
    }

    /// Every text with its length before it, so that no two places are written alike.
    func associatedData(dataKey: UInt32) -> [UInt8] {
        var bytes = Array("chaperone/secret/v1".utf8)
        for text in [purpose, name] {
            bytes += BigEndian.bytes(UInt64(text.utf8.count))
            bytes += Array(text.utf8)
        }
        return bytes + BigEndian.bytes(version) + BigEndian.bytes(dataKey)
    }
}
