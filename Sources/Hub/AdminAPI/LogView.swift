/// A log that the hub keeps. Times are RFC 3339.
package struct LogView: Codable, Sendable {
    package var origin: String
    package var size: UInt64
    package var cosignedSize: UInt64
    /// Of the newest checkpoint that further witnesses have cosigned; 0: none.
    package var witnessedSize: UInt64
    package var updatedAt: String

    package init(origin: String, size: UInt64, cosignedSize: UInt64, witnessedSize: UInt64, updatedAt: String) {
        self.origin = origin
        self.size = size
        self.cosignedSize = cosignedSize
        self.witnessedSize = witnessedSize
        self.updatedAt = updatedAt
    }
}
