/// A sidecar asks for its certificate. It has made both keys itself, and proves that it holds them.
package struct EnrolRequest: Codable, Sendable {
    /// 16 hexadecimal digits: the first eight bytes of SHA-256 over the audit key.
    package var instance: String
    /// A one-time token of `chaperone-hub enrol-token create`. Exactly one of the two tokens is given.
    package var enrolToken: String?
    /// A token of an OIDC issuer that the hub trusts for sidecars.
    package var oidcToken: String?
    /// P-256, SubjectPublicKeyInfo, DER.
    @Base64Bytes package var tlsPublicKey: [UInt8]
    /// Ed25519, 32 bytes.
    @Base64Bytes package var auditPublicKey: [UInt8]
    /// Of the sidecar.
    package var version: String
    /// ECDSA over `signedBytes` by the TLS key, DER.
    @Base64Bytes package var tlsSignature: [UInt8]
    /// Ed25519 over `signedBytes` by the audit key.
    @Base64Bytes package var auditSignature: [UInt8]

    package init(
        instance: String, enrolToken: String?, oidcToken: String?, tlsPublicKey: [UInt8], auditPublicKey: [UInt8],
        version: String, tlsSignature: [UInt8] = [], auditSignature: [UInt8] = []
    ) {
        self.instance = instance
        self.enrolToken = enrolToken
        self.oidcToken = oidcToken
        self.tlsPublicKey = tlsPublicKey
        self.auditPublicKey = auditPublicKey
        self.version = version
        self.tlsSignature = tlsSignature
        self.auditSignature = auditSignature
    }

    /// What both keys sign: no signature of theirs over anything else fits here, and this one fits no other token.
    package var signedBytes: [UInt8] {
        var bytes = Array("chaperone/enrol/v1\n\(instance)\n\(enrolToken ?? "")\n\(oidcToken ?? "")\n".utf8)
        bytes += tlsPublicKey
        bytes += auditPublicKey
        return bytes
    }
}

extension EnrolRequest: CustomStringConvertible, CustomReflectable {
    package var description: String { "EnrolRequest(instance: \(instance), redacted)" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
