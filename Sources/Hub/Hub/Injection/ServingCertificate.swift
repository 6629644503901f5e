import NIOCore
import NIOSSL
import Synchronization

/// The certificate that the webhook shows from now on; connections that are open keep theirs.
final class ServingCertificate: Sendable {
    private struct Pair: Sendable {
        var chain: [NIOSSLCertificateSource]
        var key: NIOSSLPrivateKeySource
    }

    private let pair = Mutex<Pair?>(nil)

    /// - Throws: when one of them is not PEM.
    func replace(chain: String, key: String) throws {
        let new = Pair(
            chain: try NIOSSLCertificate.fromPEMBytes(Array(chain.utf8)).map { .certificate($0) },
            key: .privateKey(try NIOSSLPrivateKey(bytes: Array(key.utf8), format: .pem)))
        pair.withLock { $0 = new }
    }

    /// Of a server whose every handshake asks for the certificate of its moment.
    var tlsConfiguration: TLSConfiguration? {
        guard let first = pair.withLock({ $0 }) else { return nil }
        var tls = TLSConfiguration.makeServerConfiguration(certificateChain: first.chain, privateKey: first.key)
        tls.minimumTLSVersion = .tlsv12
        tls.sslContextCallback = { [self] _, promise in
            var override = NIOSSLContextConfigurationOverride()
            if let now = pair.withLock({ $0 }) {
                override.certificateChain = now.chain
                override.privateKey = now.key
            }
            promise.succeed(override)
        }
        return tls
    }
}
