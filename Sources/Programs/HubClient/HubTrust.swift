import NIOSSL

/// What both sides of a connection to the hub show each other.
package struct HubTrust: Sendable {
    /// PEM: authorities of the hub's certificate.
    package var authorities: [String]
    /// Nil: only `enrol` can be called.
    package var identity: TLSIdentity?

    package init(authorities: [String], identity: TLSIdentity? = nil) {
        self.authorities = authorities
        self.identity = identity
    }

    /// Whether a text is of use as one of `authorities`.
    package static func holdsCertificates(_ pem: String) -> Bool {
        (try? NIOSSLCertificate.fromPEMBytes(Array(pem.utf8)))?.isEmpty == false
    }

    /// TLS 1.2 and 1.3, the certificate's chain and name verified.
    func context() throws(HubFailure) -> NIOSSLContext {
        var settings = TLSConfiguration.makeClientConfiguration()
        settings.minimumTLSVersion = .tlsv12
        settings.certificateVerification = .fullVerification
        settings.applicationProtocols = ["http/1.1"]
        do {
            settings.trustRoots = .certificates(
                try authorities.flatMap { try NIOSSLCertificate.fromPEMBytes(Array($0.utf8)) })
        } catch { throw .notTrusted(reason: "the file of the hub's authorities holds no certificates in PEM") }
        do {
            if let identity {
                settings.certificateChain = try NIOSSLCertificate.fromPEMBytes(Array(identity.chain.utf8))
                    .map { .certificate($0) }
                settings.privateKey = .privateKey(
                    try NIOSSLPrivateKey(bytes: Array(identity.key.pemText.utf8), format: .pem))
            }
            return try NIOSSLContext(configuration: settings)
        } catch { throw .notTrusted(reason: "the sidecar's certificate and its key do not fit together") }
    }
}
