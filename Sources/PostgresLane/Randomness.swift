import PostgresWire

/// Randomness of the operating system.
enum Randomness {
    /// 24 characters that SCRAM allows in a nonce.
    static func nonce() -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")
        var generator = SystemRandomNumberGenerator()
        return String((0..<24).map { _ in alphabet[Int.random(in: 0..<alphabet.count, using: &generator)] })
    }

    static func cancelKey(for minor: ProtocolMinor) -> CancelKey {
        var generator = SystemRandomNumberGenerator()
        let count = minor < .two ? CancelKey.shortBytes : CancelKey.longBytes
        return CancelKey(count: count) { UInt8.random(in: 0...UInt8.max, using: &generator) }
    }

    /// 16 hexadecimal digits.
    static func sessionID() -> String {
        var generator = SystemRandomNumberGenerator()
        let digits = String(generator.next() as UInt64, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// 32 hexadecimal digits.
    static func requestID() -> String { sessionID() + sessionID() }
}
