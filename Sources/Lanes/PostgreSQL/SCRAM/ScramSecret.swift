import Crypto
import CryptoExtras
package import HubAPI
import SignedNote

/// The side of SCRAM-SHA-256 that knows the password (RFC 5802, RFC 7677): a challenge in, its proof out.
///
/// Pure, and slow by design: one call derives a key over all the iterations. What it refuses keeps somebody who can
/// ask for proofs from making the password cheap to guess.
package enum ScramSecret {
    /// RFC 7677 asks for at least 4,096.
    package static let iterations = 4_096...1_000_000
    package static let saltBytesMinimum = 8

    /// - Parameter password: as the server has it; not prepared (RFC 4013), so it should be ASCII.
    package static func prove(_ challenge: ScramChallenge, password: String) throws(ScramFailure) -> ScramProof {
        let client = ScramAttributes(challenge.clientFirstBare)
        let server = ScramAttributes(challenge.serverFirst)
        guard let clientNonce = client["r"], !clientNonce.isEmpty, let nonce = server["r"],
            let salt = server["s"].flatMap({ Base64.decode($0) }), let rounds = server["i"].flatMap({ Int($0) })
        else { throw .malformed }
        guard nonce.hasPrefix(clientNonce), nonce.utf8.count > clientNonce.utf8.count else { throw .wrongNonce }
        // Nothing but these two is signed.
        guard let binding = ScramAttributes(challenge.clientFinalWithoutProof)["c"].flatMap(ScramBinding.init(proven:)),
            challenge.clientFinalWithoutProof == "c=\(binding.proven),r=\(nonce)"
        else { throw .wrongNonce }
        guard rounds >= iterations.lowerBound else { throw .tooFewIterations }
        guard rounds <= iterations.upperBound else { throw .tooManyIterations }
        guard salt.count >= saltBytesMinimum else { throw .shortSalt }
        guard
            let salted = try? KDF.Insecure.PBKDF2.deriveKey(
                from: Array(password.utf8), salt: salt, using: .sha256, outputByteCount: 32,
                unsafeUncheckedRounds: rounds)
        else { throw .malformed }
        let clientKey = hmac(salted, "Client Key")
        let storedKey = SymmetricKey(data: Array(SHA256.hash(data: clientKey)))
        let signature = hmac(storedKey, challenge.authMessage)
        return ScramProof(
            clientProof: zip(clientKey, signature).map { $0 ^ $1 },
            serverSignature: hmac(SymmetricKey(data: hmac(salted, "Server Key")), challenge.authMessage))
    }

    private static func hmac(_ key: SymmetricKey, _ text: String) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: key))
    }
}
