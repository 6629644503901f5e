import FoundationEssentials

/// A token in the compact form (RFC 7515, section 7.1), taken apart; nothing in it is verified yet.
struct CompactToken {
    static let bytesLimit = 16 << 10
    static let keyIDBytesLimit = 256

    private struct Header: Decodable {
        var alg: String
        var kid: String?
        var typ: String?
        var crit: [String]?
    }

    let algorithm: SignatureAlgorithm
    let keyID: String?
    let claims: [String: ClaimValue]
    /// What is signed.
    let signedBytes: [UInt8]
    let signature: [UInt8]

    init(_ text: String) throws(TokenRefusal) {
        guard text.utf8.count <= Self.bytesLimit else { throw .tooLong(bytesLimit: Self.bytesLimit) }
        let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 3 else { throw .malformed("it must have three parts") }
        guard let headerBytes = Base64URL.decode(parts[0]), let payload = Base64URL.decode(parts[1]),
            let signature = Base64URL.decode(parts[2])
        else { throw .malformed("its parts must be base64url") }
        guard let header = try? JSONDecoder().decode(Header.self, from: Data(headerBytes)) else {
            throw .malformed("its header must be a JSON object with an algorithm")
        }
        guard let algorithm = SignatureAlgorithm(rawValue: header.alg) else {
            throw .algorithmNotAllowed(SignatureAlgorithm.printable(header.alg))
        }
        // RFC 7515, section 4.1.11: extensions that must be understood, and we know none.
        guard header.crit == nil else { throw .malformed("it has critical extensions") }
        guard Self.types.contains(header.typ?.lowercased()) else {
            throw .malformed("its type (typ) is neither that of an ID token nor of an access token")
        }
        guard (header.kid ?? "").utf8.count <= Self.keyIDBytesLimit else { throw .malformed("its key ID is too long") }
        guard let claims = try? JSONDecoder().decode([String: ClaimValue].self, from: Data(payload)) else {
            throw .malformed("its payload must be a JSON object")
        }
        self.algorithm = algorithm
        keyID = header.kid
        self.claims = claims
        signedBytes = Array(text.utf8.prefix(parts[0].count + 1 + parts[1].count))
        self.signature = signature
    }

    // Other types (logout+jwt, secevent+jwt…) are signed with the same keys and mean something else (RFC 8725, 3.11).
    private static let types: Set<String?> = [nil, "jwt", "at+jwt", "application/at+jwt"]
}
