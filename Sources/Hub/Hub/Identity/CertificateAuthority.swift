import Crypto
import Foundation
import SwiftASN1
import X509

/// Signs the certificates of the hub and its sidecars: P-256, one level. Sidecars are named by a SPIFFE ID in the SAN.
struct CertificateAuthority: Sendable {
    static let sidecarSeconds: Int64 = 3_600
    /// A hub that is away for a while keeps no client from its database.
    static let laneSeconds: Int64 = 86_400
    static let serverSeconds: Int64 = 397 * 86_400
    static let authoritySeconds: Int64 = 10 * 365 * 86_400
    /// Clocks differ.
    private static let backdatedSeconds: Int64 = 300

    private let key: P256.Signing.PrivateKey
    private let certificate: Certificate
    private let hubName: String

    /// PEM.
    let authorityText: String

    /// - Parameters:
    ///   - rawKey: 32 secret bytes.
    ///   - certificate: DER of the authority's own certificate, which `make` gave.
    init(rawKey: [UInt8], certificate: [UInt8], hubName: String) throws {
        key = try P256.Signing.PrivateKey(rawRepresentation: rawKey)
        self.certificate = try Certificate(derEncoded: certificate)
        self.hubName = hubName
        authorityText = try self.certificate.serializeAsPEM().pemString + "\n"
    }

    /// A new authority: its key (32 bytes) and its own certificate (DER).
    static func make(
        hubName: String, nowSeconds: Int64, seconds: Int64 = authoritySeconds
    ) throws -> (key: [UInt8], certificate: [UInt8]) {
        let key = P256.Signing.PrivateKey()
        let name = try DistinguishedName { CommonName("Chaperone hub \(hubName)") }
        let certificate = try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: .init(key.publicKey),
            notValidBefore: Date(timeIntervalSince1970: Double(nowSeconds - backdatedSeconds)),
            notValidAfter: Date(timeIntervalSince1970: Double(nowSeconds + seconds)), issuer: name,
            subject: name,
            extensions: Certificate.Extensions {
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: 0))
                Critical(KeyUsage(keyCertSign: true, cRLSign: true))
                SubjectKeyIdentifier(hash: Certificate.PublicKey(key.publicKey))
            }, issuerPrivateKey: .init(key))
        return (Array(key.rawRepresentation), try Self.der(certificate))
    }

    struct Issued: Sendable {
        /// PEM, the leaf first.
        var chain: String
        var notBeforeSeconds: Int64
        var notAfterSeconds: Int64
    }

    /// For a sidecar, an hour.
    /// - Parameter publicKey: SubjectPublicKeyInfo of a P-256 key, DER.
    /// - Throws: when the key is not one.
    func issueSidecar(_ identity: SidecarIdentity, publicKey: [UInt8], nowSeconds: Int64) throws -> Issued {
        let publicKey = try P256.Signing.PublicKey(derRepresentation: publicKey)
        return try issue(
            .init(publicKey), name: identity.instance, names: [.uniformResourceIdentifier(identity.text)],
            usage: [.clientAuth], seconds: Self.sidecarSeconds, nowSeconds: nowSeconds)
    }

    /// For what a lane shows to clients, a day.
    /// - Parameters:
    ///   - host: name or address that clients connect to.
    ///   - publicKey: SubjectPublicKeyInfo of a P-256 key, DER.
    /// - Throws: when the key is not one.
    func issueLane(host: String, publicKey: [UInt8], nowSeconds: Int64) throws -> Issued {
        let publicKey = try P256.Signing.PublicKey(derRepresentation: publicKey)
        return try issue(
            .init(publicKey), name: hubName, names: [Self.name(of: host)], usage: [.serverAuth],
            seconds: Self.laneSeconds, nowSeconds: nowSeconds)
    }

    private static func name(of host: String) -> GeneralName {
        AddressBytes.of(host).map { .ipAddress(ASN1OctetString(contentBytes: $0[...])) } ?? .dnsName(host)
    }

    /// For the hub itself.
    /// - Parameter hosts: names and addresses that it is reached by.
    /// - Returns: the chain, and the new key in PEM.
    func issueServer(
        hosts: [String], nowSeconds: Int64, seconds: Int64 = serverSeconds
    ) throws -> (issued: Issued, key: String) {
        let key = P256.Signing.PrivateKey()
        let issued = try issue(
            .init(key.publicKey), name: hubName, names: hosts.map(Self.name), usage: [.serverAuth], seconds: seconds,
            nowSeconds: nowSeconds)
        return (issued, key.pemRepresentation)
    }

    private func issue(
        _ publicKey: Certificate.PublicKey, name: String, names: [GeneralName], usage: [ExtendedKeyUsage.Usage],
        seconds: Int64, nowSeconds: Int64
    ) throws -> Issued {
        let notBefore = nowSeconds - Self.backdatedSeconds
        let notAfter = nowSeconds + seconds
        let leaf = try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: publicKey,
            notValidBefore: Date(timeIntervalSince1970: Double(notBefore)),
            notValidAfter: Date(timeIntervalSince1970: Double(notAfter)), issuer: certificate.subject,
            subject: try DistinguishedName { CommonName(name) },
            extensions: try Certificate.Extensions {
                Critical(BasicConstraints.notCertificateAuthority)
                Critical(KeyUsage(digitalSignature: true))
                try ExtendedKeyUsage(usage)
                SubjectAlternativeNames(names)
            }, issuerPrivateKey: .init(key))
        return Issued(
            chain: try leaf.serializeAsPEM().pemString + "\n", notBeforeSeconds: notBefore, notAfterSeconds: notAfter)
    }

    private static func der(_ certificate: Certificate) throws -> [UInt8] {
        var serializer = DER.Serializer()
        try serializer.serialize(certificate)
        return serializer.serializedBytes
    }
}
