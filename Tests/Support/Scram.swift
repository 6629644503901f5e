import Crypto
import Foundation

/// The client's side of SCRAM-SHA-256 (RFC 7677), enough to log in to a test's own server.
struct Scram {
    private let nonce: String
    private let password: String

    init(password: String) {
        self.password = password
        self.nonce = UUID().uuidString
    }

    var first: String { "n,,\(bare)" }
    private var bare: String { "n=,r=\(nonce)" }

    /// The final message in answer to the server's first one.
    func final(_ challenge: String) throws -> String {
        var parts: [Character: String] = [:]
        for part in challenge.split(separator: ",") {
            if let letter = part.first { parts[letter] = String(part.dropFirst(2)) }
        }
        guard let full = parts["r"], full.hasPrefix(nonce), let salt = parts["s"].flatMap({ Data(base64Encoded: $0) }),
            let rounds = parts["i"].flatMap(Int.init), rounds > 0
        else { throw TestFailure("the server's SCRAM challenge makes no sense") }
        let key = SymmetricKey(data: Array(password.utf8))
        var block = Array(HMAC<SHA256>.authenticationCode(for: salt + [0, 0, 0, 1], using: key))
        var salted = block
        for _ in 1..<rounds {
            block = Array(HMAC<SHA256>.authenticationCode(for: block, using: key))
            for index in salted.indices { salted[index] ^= block[index] }
        }
        let clientKey = Array(
            HMAC<SHA256>.authenticationCode(for: Array("Client Key".utf8), using: SymmetricKey(data: salted)))
        let stored = SymmetricKey(data: Array(SHA256.hash(data: clientKey)))
        let unsigned = "c=biws,r=\(full)"
        let signature = Array(
            HMAC<SHA256>.authenticationCode(for: Array("\(bare),\(challenge),\(unsigned)".utf8), using: stored))
        let proof = Data(zip(clientKey, signature).map { $0 ^ $1 }).base64EncodedString()
        return "\(unsigned),p=\(proof)"
    }
}
