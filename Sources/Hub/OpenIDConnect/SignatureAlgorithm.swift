/// The signature algorithms (RFC 7518, RFC 8037) that tokens may have: public keys only, and never `none`.
enum SignatureAlgorithm: String, CaseIterable, Sendable {
    case rs256 = "RS256"
    case ps256 = "PS256"
    case es256 = "ES256"
    case es384 = "ES384"
    case es512 = "ES512"
    case edDSA = "EdDSA"

    static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }

    var keyType: String {
        switch self {
        case .rs256, .ps256: "RSA"
        case .es256, .es384, .es512: "EC"
        case .edDSA: "OKP"
        }
    }

    /// nil: keys have none.
    var curve: String? {
        switch self {
        case .rs256, .ps256: nil
        case .es256: "P-256"
        case .es384: "P-384"
        case .es512: "P-521"
        case .edDSA: "Ed25519"
        }
    }

    /// How a refused name may be printed: it comes from whoever sent the token.
    static func printable(_ name: String) -> String {
        let isPlain =
            !name.isEmpty && name.utf8.count <= 16
            && name.utf8.allSatisfy {
                (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) || $0 == 0x2D
            }
        return isPlain ? name : "(not a name)"
    }
}
