package struct MD5Challenge: Codable, Sendable, Equatable {
    /// 4 bytes.
    @Base64Bytes package var salt: [UInt8]
    package init(salt: [UInt8]) { self.salt = salt }
}
