import FoundationEssentials
import HubAPI
import HubStore
import Hummingbird
import HummingbirdTLS
import Logging
import Outbound
import SignedNote
import SmallFiles
import SwiftASN1
import X509

/// The webhook's listener, and its certificate: made, published, served, renewed.
struct InjectionServer: Sendable {
    let configuration: InjectorConfiguration
    let injection: InjectionService
    let services: HubServices
    private let certificate = ServingCertificate()

    private static let upkeepSeconds = 60
    private static let certificateSeconds: Int64 = 7 * 86_400
    private static let secretName = "injector"

    init(configuration: InjectorConfiguration, injection: InjectionService, services: HubServices) {
        self.configuration = configuration
        self.injection = injection
        self.services = services
    }

    /// Until it is cancelled.
    /// - Throws: `Hub.StartFailure` when there is no certificate to begin with, or the address is taken.
    func run() async throws {
        var upkeep = try Upkeep(configuration)
        do { try await refresh(&upkeep) } catch {
            await upkeep.close()
            throw Hub.StartFailure("injector: \(error)")
        }
        guard let tls = certificate.tlsConfiguration else { throw Hub.StartFailure("injector: it has no certificate") }
        let router = Router(context: HubContext.self)
        router.add(middleware: ProblemMiddleware(logger: services.logger))
        InjectionRoute(injection: injection).add(to: router)
        let logger = services.logger
        let application = Application(
            router: router, server: try .tls(.http1(), tlsConfiguration: tls),
            configuration: ApplicationConfiguration(
                address: .hostname(configuration.listenHost, port: configuration.listenPort), serverName: nil),
            onServerRunning: { channel in
                logger.notice("the injector listens", metadata: ["port": "\(channel.localAddress?.port ?? 0)"])
            }, logger: logger)
        let renewal = upkeep
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await application.run() }
            group.addTask { await maintain(renewal) }
            try await group.next()
            group.cancelAll()
        }
        await upkeep.close()
    }

    /// What keeping a certificate needs, and what was last told of it.
    private struct Upkeep: Sendable {
        var registration: WebhookRegistration?
        /// Of the authority that signed what is served, and until when that is good.
        var served: (madeAtSeconds: Int64, endsAtSeconds: Int64)?
        var problem: String?
        var isExpiryTold = false

        init(_ configuration: InjectorConfiguration) throws {
            guard case .own(let webhook, let api) = configuration.certificate else { return }
            do {
                registration = WebhookRegistration(
                    name: webhook, api: api, client: try BoundedHTTPClient(authorityFile: api.authorityFile))
            } catch { throw Hub.StartFailure("injector: \(error)") }
        }

        func close() async { await registration?.client.close() }
    }

    private func maintain(_ upkeep: Upkeep) async {
        var upkeep = upkeep
        while !Task.isCancelled {
            try? await Task.sleep(for: .seconds(upkeep.problem == nil ? Self.upkeepSeconds : Self.upkeepSeconds / 12))
            guard !Task.isCancelled else { return }
            do { try await refresh(&upkeep) } catch {
                services.logger.error("the injector's certificate is not renewed", metadata: ["reason": "\(error)"])
            }
        }
    }

    private func refresh(_ upkeep: inout Upkeep) async throws {
        switch configuration.certificate {
        case .files(let chain, let key):
            let text = try SmallFile.text(chain, bytesLimit: SmallFile.documentBytesLimit)
            try certificate.replace(
                chain: text, key: try SmallFile.text(key, bytesLimit: SmallFile.documentBytesLimit))
            let ends = Int64(try Certificate(pemEncoded: text).notValidAfter.timeIntervalSince1970)
            await warn("certificate, which somebody else renews,", endsAtSeconds: ends, &upkeep)
        case .own: try await refreshOwn(&upkeep)
        }
    }

    private func refreshOwn(_ upkeep: inout Upkeep) async throws {
        let now = services.clock.nowSeconds()
        let kept = try await services.secrets.secret(.hubKey, Self.secretName) {
            try Self.encode(WebhookAuthorities(generations: [try make(now)]))
        }
        let known = try HubJSON.decode(WebhookAuthorities.self, from: kept)
        var authorities = known
        try authorities.advance(nowSeconds: now) { try make(now) }
        if let registration = upkeep.registration {
            do throws(WebhookRegistration.Failure) {
                try await registration.publish(try text(authorities))
                if upkeep.problem != nil { services.logger.notice("the injector is registered") }
                upkeep.problem = nil
                authorities.published(nowSeconds: now)
            } catch { await tell(error.description, &upkeep) }
        }
        if authorities != known {
            try await services.secrets.replace(
                .hubKey, Self.secretName, label: "", with: try Self.encode(authorities))
        }
        guard let serving = authorities.serving(nowSeconds: now) else { return }
        try serve(serving, now, &upkeep)
        await warn("authority", endsAtSeconds: WebhookAuthorities.endsAtSeconds(serving), &upkeep)
    }

    /// A new certificate when its authority is another one, or half of its time is over.
    private func serve(_ generation: WebhookAuthorities.Generation, _ now: Int64, _ upkeep: inout Upkeep) throws {
        if let served = upkeep.served, served.madeAtSeconds == generation.madeAtSeconds,
            now < served.endsAtSeconds - Self.certificateSeconds / 2
        {
            return
        }
        let authority = try CertificateAuthority(
            rawKey: generation.key, certificate: generation.certificate, hubName: services.hubName)
        let (issued, key) = try authority.issueServer(
            hosts: configuration.hostnames, nowSeconds: now, seconds: Self.certificateSeconds)
        try certificate.replace(chain: issued.chain, key: key)
        upkeep.served = (generation.madeAtSeconds, now + Self.certificateSeconds)
    }

    /// Only what could not be replaced comes so near to its end.
    private func warn(_ what: String, endsAtSeconds: Int64, _ upkeep: inout Upkeep) async {
        let left = endsAtSeconds - services.clock.nowSeconds()
        guard left <= WebhookAuthorities.expiryWarningSeconds else {
            upkeep.isExpiryTold = false
            return
        }
        guard !upkeep.isExpiryTold else { return }
        upkeep.isExpiryTold = true
        await add(.certificateExpiring, .critical, "the injector's \(what) ends in \(max(0, left / 3_600)) hours")
    }

    private func tell(_ problem: String, _ upkeep: inout Upkeep) async {
        guard upkeep.problem != problem else { return }
        upkeep.problem = problem
        services.logger.error("the injector is not registered", metadata: ["reason": "\(problem)"])
        await add(.injectorUnregistered, .warning, problem)
    }

    private func add(_ kind: HubEvent.Kind, _ severity: HubEvent.Severity, _ detail: String) async {
        let event = HubEvent(
            atSeconds: services.clock.nowSeconds(), kind: kind, severity: severity, subject: "injector", detail: detail)
        do { try await services.store.add(event) } catch {
            services.logger.error("an event was not kept", metadata: ["detail": "\(detail)"])
        }
    }

    private func make(_ now: Int64) throws -> WebhookAuthorities.Generation {
        let made = try CertificateAuthority.make(
            hubName: "\(services.hubName) injector", nowSeconds: now, seconds: WebhookAuthorities.lifetimeSeconds)
        return .init(key: made.key, certificate: made.certificate, madeAtSeconds: now)
    }

    private func text(_ authorities: WebhookAuthorities) throws(WebhookRegistration.Failure) -> String {
        do {
            return try authorities.generations.map {
                try CertificateAuthority(rawKey: $0.key, certificate: $0.certificate, hubName: services.hubName)
                    .authorityText
            }.joined()
        } catch { throw WebhookRegistration.Failure(description: "an authority that is kept cannot be read") }
    }

    private static func encode(_ authorities: WebhookAuthorities) throws -> [UInt8] {
        Array(try HubJSON.encode(authorities))
    }
}
