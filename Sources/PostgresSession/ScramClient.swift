import Crypto
import CryptoExtras
import SignedNote

/// The client's side of SCRAM-SHA-256 (RFC 5802, RFC 7677), without channel binding.
struct ScramClient {
    enum Failure: Error { case malformed, tooManyIterations, wrongNonce, wrongSignature }

    /// A server could demand any amount of work.
    static let iterationsLimit = 1_000_000

    private let nonce: String
    private let password: String
    private var firstBare: String { "n=,r=\(nonce)" }
    private var serverSignature: [UInt8]?

    /// - Parameter nonce: printable ASCII without a comma, random.
    init(password: String, nonce: String) {
        self.password = password
        self.nonce = nonce
    }

    var clientFirst: String { "n,,\(firstBare)" }

    mutating func clientFinal(serverFirst: String) throws(Failure) -> String {
        let attributes = Self.attributes(serverFirst)
        guard let serverNonce = attributes["r"], let salt = attributes["s"].flatMap({ Base64.decode($0) }),
            let iterations = attributes["i"].flatMap({ Int($0) }), iterations > 0
        else { throw .malformed }
        guard iterations <= Self.iterationsLimit else { throw .tooManyIterations }
        guard serverNonce.hasPrefix(nonce), serverNonce.utf8.count > nonce.utf8.count else { throw .wrongNonce }
        guard
            let salted = try? KDF.Insecure.PBKDF2.deriveKey(
                from: Array(password.utf8), salt: salt, using: .sha256, outputByteCount: 32,
                unsafeUncheckedRounds: iterations)
        else { throw .malformed }
        let clientKey = Self.hmac(salted, "Client Key")
        let storedKey = SHA256.hash(data: clientKey)
        let withoutProof = "c=biws,r=\(serverNonce)"
        let message = "\(firstBare),\(serverFirst),\(withoutProof)"
        let signature = Self.hmac(SymmetricKey(data: Array(storedKey)), message)
        let proof = zip(clientKey, signature).map { $0 ^ $1 }
        serverSignature = Self.hmac(SymmetricKey(data: Self.hmac(salted, "Server Key")), message)
        return "\(withoutProof),p=\(Base64.encode(proof))"
    }

    /// The server must prove that it knows the password, too.
    func verify(serverFinal: String) throws(Failure) {
        guard let expected = serverSignature,
            let given = Self.attributes(serverFinal)["v"].flatMap({ Base64.decode($0) })
        else {
            throw .malformed
        }
        guard expected.count == given.count, zip(expected, given).reduce(0, { $0 | ($1.0 ^ $1.1) }) == 0 else {
            throw .wrongSignature
        }
    }

    private static func hmac(_ key: SymmetricKey, _ text: String) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: key))
    }

    private static func attributes(_ message: String) -> [Character: String] {
        message.split(separator: ",").reduce(into: [:]) { result, part in
            guard let key = part.first, part.dropFirst().first == "=" else { return }
            result[key] = String(part.dropFirst(2))
        }
    }
}
