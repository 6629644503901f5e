import HubAPI
import SignedNote

/// Names and secrets that nobody can guess.
enum RandomText {
    static let secretBytes = 32

    static func bytes(_ count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }

    static func hex(bytes count: Int) -> String { Hexadecimal.encode(bytes(count)) }

    /// A bearer token: its prefix tells what it is for, so that one that was leaked can be found by a scanner.
    static func token(prefix: String) -> String { prefix + hex(bytes: secretBytes) }
}
