import FoundationEssentials
import SwiftASN1
import X509

/// What a request needs of the certificate that its connection has shown. The chain was verified by TLS.
struct PeerCertificate: Sendable {
    var identity: SidecarIdentity
    /// SubjectPublicKeyInfo, DER.
    var publicKey: [UInt8]
    var notAfterSeconds: Int64

    /// - Returns: nil when it is not a sidecar's.
    init?(der: [UInt8]) {
        guard let certificate = try? Certificate(derEncoded: der),
            let names = try? certificate.extensions.subjectAlternativeNames,
            let usage = try? certificate.extensions.extendedKeyUsage, usage.contains(.clientAuth)
        else { return nil }
        var found: SidecarIdentity?
        for case .uniformResourceIdentifier(let uri) in names {
            // SPIFFE: exactly one URI.
            guard found == nil, let identity = SidecarIdentity(uri) else { return nil }
            found = identity
        }
        guard let found else { return nil }
        identity = found
        var serializer = DER.Serializer()
        guard (try? serializer.serialize(certificate.publicKey)) != nil else { return nil }
        publicKey = serializer.serializedBytes
        notAfterSeconds = Int64(certificate.notValidAfter.timeIntervalSince1970)
    }
}
