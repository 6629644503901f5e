import Crypto

/// The hash of a server's certificate that a proof is bound to (RFC 5929, section 4.1): with the hash function of its own
/// signature, and SHA-256 in the place of MD5 and SHA-1.
enum CertificateHash {
    /// Nil where the signature has no hash function of its own (Ed25519), or one that is not known here (SHA-224).
    static func endPoint(of certificate: [UInt8]) -> [UInt8]? {
        guard let algorithm = signatureAlgorithm(of: certificate) else { return nil }
        switch algorithm {
        // md5WithRSA, sha1WithRSA, sha256WithRSA, ecdsa-with-SHA1, ecdsa-with-SHA256
        case rsa + [4], rsa + [5], rsa + [11], ecdsa + [1], ecdsa + [3, 2]: return Array(SHA256.hash(data: certificate))
        case rsa + [12], ecdsa + [3, 3]: return Array(SHA384.hash(data: certificate))
        case rsa + [13], ecdsa + [3, 4]: return Array(SHA512.hash(data: certificate))
        default: return nil
        }
    }

    /// 1.2.840.113549.1.1 and 1.2.840.10045.4, as DER has them.
    private static let rsa: [UInt8] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01]
    private static let ecdsa: [UInt8] = [0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04]

    private static let sequence: UInt8 = 0x30
    private static let objectIdentifier: UInt8 = 0x06

    /// Certificate ::= SEQUENCE { tbsCertificate, SEQUENCE { OBJECT IDENTIFIER, … }, … }
    private static func signatureAlgorithm(of certificate: [UInt8]) -> [UInt8]? {
        var outer = certificate[...]
        guard var fields = read(&outer, sequence), read(&fields, sequence) != nil,
            var algorithm = read(&fields, sequence), let name = read(&algorithm, objectIdentifier)
        else { return nil }
        return Array(name)
    }

    /// Takes one value of DER from the front.
    private static func read(_ bytes: inout ArraySlice<UInt8>, _ tag: UInt8) -> ArraySlice<UInt8>? {
        guard bytes.popFirst() == tag, let first = bytes.popFirst() else { return nil }
        var length = Int(first)
        if first >= 0x80 {
            length = 0
            guard (1...4).contains(first & 0x7F) else { return nil }
            for _ in 0..<(first & 0x7F) {
                guard let byte = bytes.popFirst() else { return nil }
                length = length << 8 | Int(byte)
            }
        }
        guard length <= bytes.count else { return nil }
        defer { bytes = bytes.dropFirst(length) }
        return bytes.prefix(length)
    }
}
