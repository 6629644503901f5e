import PostgresWire

extension CancelKey {
    /// Of the length that the protocol version has, by the operating system's randomness.
    static func random(for minor: ProtocolMinor) -> CancelKey {
        var generator = SystemRandomNumberGenerator()
        let count = minor < .two ? shortBytes : longBytes
        return CancelKey(count: count) { UInt8.random(in: 0...UInt8.max, using: &generator) }
    }
}
