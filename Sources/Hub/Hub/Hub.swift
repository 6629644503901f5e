import Foundation
import HTTPTypes
import HubAPI
import HubStore
import Hummingbird
import HummingbirdHTTP2
package import Logging
import NIOCore
import NIOSSL
import SmallFiles
import Supervision

/// One hub: store, keys, services and the server before them, from start to orderly end.
package final class Hub: Sendable {
    let configuration: HubConfiguration
    let services: HubServices
    let logger: Logger
    private let store: SQLiteStore

    /// Why a hub does not start.
    package struct StartFailure: Error, Sendable, CustomStringConvertible {
        package var description: String
        package init(_ description: String) { self.description = description }
    }

    /// Opens the store, makes what is missing. Nothing listens yet.
    /// - Throws: `StartFailure`.
    package init(_ configuration: HubConfiguration, logger: Logger) async throws {
        self.configuration = configuration
        self.logger = logger
        let problems = configuration.problems
        guard problems.isEmpty else { throw StartFailure(problems.joined(separator: "\n")) }
        do {
            try FileManager.default.createDirectory(
                atPath: configuration.state, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch { throw StartFailure("\(configuration.state): cannot be made") }
        let clock = HubClock(nowSeconds: { Int64(Date().timeIntervalSince1970) })
        do {
            store = try SQLiteStore(path: configuration.state + "/hub.sqlite")
        } catch { throw StartFailure(error.reason) }
        if configuration.masterKey == nil {
            try MasterKeyFile.make(in: configuration.state, isFirstStart: try await store.dataKeys().isEmpty)
        }
        let keeper = try await SecretKeeper.open(configuration.masterKeys, store: store, clock: clock)
        do {
            try await HubName.check(configuration.name, store: store, secrets: keeper)
            let keys = try await HubKeys(secrets: keeper, hubName: configuration.name, nowSeconds: clock.nowSeconds())
            services = try await HubServices(
                configuration: configuration, store: store, secrets: keeper, keys: keys, clock: clock, logger: logger)
        } catch {
            await keeper.close()
            throw error
        }
    }

    /// What somebody who starts a hub has to know.
    package struct Address: Sendable {
        package var url: String
        /// PEM file of the authority that signs the hub's certificate; nil where it has one from elsewhere.
        package var authority: String?
        package var adminTokenFile: String
    }

    /// Serves until a signal says otherwise.
    /// - Parameter ready: called once it listens.
    package func run(ready: @escaping @Sendable (Address) throws -> Void) async throws {
        let adminTokenFile = try await AdminTokenFile.make(
            in: configuration.state, store: store, nowSeconds: services.clock.nowSeconds())
        let authority = configuration.certificate == nil ? configuration.state + "/ca.pem" : nil
        try SmallFile.replace(
            configuration.state + "/ca.pem", with: Array(services.keys.authority.authorityText.utf8), mode: 0o644)
        let state = configuration.state
        let logger = logger
        let configuration = configuration
        let application = Application(
            router: HubRouter.build(services),
            server: try .http2Upgrade(tlsConfiguration: try tlsConfiguration()),
            configuration: ApplicationConfiguration(
                address: .hostname(configuration.listenHost, port: configuration.listenPort), serverName: nil),
            onServerRunning: { channel in
                let port = channel.localAddress?.port ?? 0
                ServiceManager().tell(.ready(status: "at \(configuration.address(port: port))"))
                do {
                    try ready(
                        Address(
                            url: configuration.address(port: port), authority: authority,
                            adminTokenFile: adminTokenFile))
                } catch { logger.error("not announced", metadata: ["state": "\(state)", "error": "\(error)"]) }
            }, logger: logger)
        let services = services
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await services.changes.run(logger: logger) }
            group.addTask { await services.instances.watch(logger: logger) }
            group.addTask { await services.approvals.watch() }
            group.addTask { await services.webhooks.run() }
            group.addTask { await services.credentials.maintain() }
            group.addTask { await services.retention.run() }
            group.addTask { await services.witnessFeed.run() }
            if let injector = configuration.injector, let injection = services.injection {
                let server = InjectionServer(configuration: injector, injection: injection, services: services)
                group.addTask { try await server.run() }
            }
            do { try await application.runService() } catch let error as IOError {
                throw StartFailure(
                    "cannot listen on \(configuration.listenHost):\(configuration.listenPort): "
                        + String(cString: strerror(error.errnoCode)) + ": end what listens there (ss -ltnp), or give "
                        + "another --listen")
            }
            ServiceManager().tell(.stopping(status: "ending"))
            group.cancelAll()
        }
        await services.close()
        try store.close()
    }

    private func tlsConfiguration() throws -> TLSConfiguration {
        let authority = try NIOSSLCertificate.fromPEMBytes(Array(services.keys.authority.authorityText.utf8))
        var tls: TLSConfiguration
        if let certificate = configuration.certificate, let key = configuration.certificateKey {
            do {
                tls = .makeServerConfiguration(
                    certificateChain: try NIOSSLCertificate.fromPEMFile(certificate).map { .certificate($0) },
                    privateKey: .privateKey(try NIOSSLPrivateKey(file: key, format: .pem)))
            } catch { throw StartFailure("\(certificate), \(key): not a PEM certificate with its key") }
        } else {
            let (issued, key) = try services.keys.authority.issueServer(
                hosts: configuration.hostnames, nowSeconds: services.clock.nowSeconds())
            tls = .makeServerConfiguration(
                certificateChain: try NIOSSLCertificate.fromPEMBytes(Array(issued.chain.utf8)).map { .certificate($0) },
                privateKey: .privateKey(try NIOSSLPrivateKey(bytes: Array(key.utf8), format: .pem)))
        }
        tls.minimumTLSVersion = .tlsv12
        // People have no certificate; sidecars show theirs, and only our authority makes them.
        tls.certificateVerification = .optionalVerification
        tls.trustRoots = .certificates(authority)
        return tls
    }
}
