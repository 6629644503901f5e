package import NIOSSL
import Synchronization

/// What a lane shows to clients that ask for TLS, from now on; connections that are open keep theirs.
package final class LaneCertificate: Sendable {
    private struct State: Sendable {
        var settings: TLSConfiguration?
        /// By the application protocols that they speak.
        var contexts: [[String]: NIOSSLContext] = [:]
    }

    private let state = Mutex(State())

    /// One that is not there yet: until `replace`, clients are told that there is no TLS.
    package init() {}

    /// - Throws: when a file is not PEM, or both do not fit together.
    package convenience init(chainFile: String, keyFile: String) throws {
        self.init()
        try replace(
            chain: NIOSSLCertificate.fromPEMFile(chainFile), key: NIOSSLPrivateKey(file: keyFile, format: .pem))
    }

    /// - Throws: when they do not fit together.
    package func replace(chain: [NIOSSLCertificate], key: NIOSSLPrivateKey) throws {
        var settings = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
        settings.minimumTLSVersion = .tlsv12
        _ = try NIOSSLContext(configuration: settings)
        state.withLock { $0 = State(settings: settings) }
    }

    /// Clients are told that there is no TLS.
    package func remove() { state.withLock { $0 = State() } }

    package var isThere: Bool { state.withLock { $0.settings != nil } }

    /// Nil: it is not there yet.
    package func context(for protocols: [String]) -> NIOSSLContext? {
        state.withLock { state in
            if let known = state.contexts[protocols] { return known }
            guard var settings = state.settings else { return nil }
            settings.applicationProtocols = protocols
            let context = try? NIOSSLContext(configuration: settings)
            state.contexts[protocols] = context
            return context
        }
    }
}

/// Where lanes get the certificates of `listen_tls`: the hub.
package protocol LaneCertificateSource: Sendable {
    /// The one of that target; it may come later, and is replaced before it ends.
    func certificate(of target: String) -> LaneCertificate
}
