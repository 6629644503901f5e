/// Randomness of the operating system.
package enum Randomness {
    /// 24 characters that SCRAM allows in a nonce.
    package static func nonce() -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")
        var generator = SystemRandomNumberGenerator()
        return String((0..<24).map { _ in alphabet[Int.random(in: 0..<alphabet.count, using: &generator)] })
    }

    /// 16 hexadecimal digits.
    package static func sessionID() -> String {
        var generator = SystemRandomNumberGenerator()
        let digits = String(generator.next() as UInt64, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// 32 hexadecimal digits.
    package static func requestID() -> String { sessionID() + sessionID() }
}
