import Crypto

/// What is kept of a bearer token. The tokens have 256 random bits: no salt and no slow hash is needed.
enum TokenHash {
    static func of(_ token: String) -> [UInt8] { Array(SHA256.hash(data: Array(token.utf8))) }
}
