import HubStore
import Logging
import NIOSSL
import OpenIDConnect
import SignedNote
import Vault

/// The services of a hub, each made once.
struct HubServices: Sendable {
    let hubName: String
    let store: any HubStore
    let secrets: SecretKeeper
    let keys: HubKeys
    let clock: HubClock
    let logger: Logger
    let changes: ChangeFeed
    let people: PersonDirectory
    let tokens: TokenVerifier
    let logins: [RelyingParty]
    let identities: IdentityService
    let enrolment: EnrolmentService
    let instances: InstanceService
    let policy: PolicyService
    let approvals: ApprovalService
    let webhooks: WebhookService
    let audit: AuditService
    let witness: WitnessService
    let witnessFeed: WitnessFeed
    let adminLog: AdminLog
    let retention: RetentionService
    let credentials: CredentialService
    /// nil: this hub puts nothing into pods.
    let injection: InjectionService?

    init(
        configuration: HubConfiguration, store: any HubStore, secrets: SecretKeeper, keys: HubKeys, clock: HubClock,
        logger: Logger
    ) async throws {
        hubName = configuration.name
        self.store = store
        self.secrets = secrets
        self.keys = keys
        self.clock = clock
        self.logger = logger
        changes = ChangeFeed(store: store)
        let tokens: TokenVerifier
        do { tokens = try TokenVerifier(configuration.issuers) } catch { throw Hub.StartFailure(error.description) }
        self.tokens = tokens
        do throws(IssuerConfiguration.Failure) {
            logins = try configuration.logins(port: configuration.listenPort).map {
                (login) throws(IssuerConfiguration.Failure) in try RelyingParty(login, verifier: tokens)
            }
        } catch {
            await tokens.close()
            throw Hub.StartFailure(error.description)
        }
        let sources: CredentialSources
        do {
            sources = try await CredentialSources(configuration.credentials) { (name) throws(CredentialFailure) in
                throw .unknownSource(name)
            }
        } catch {
            await tokens.close()
            throw Hub.StartFailure(error.description)
        }
        people = PersonDirectory(
            store: store, tokens: tokens, clock: clock, administrators: Set(configuration.administrators))
        webhooks = WebhookService(
            webhooks: configuration.webhooks, url: configuration.pagesURL(port: configuration.listenPort), store: store,
            clock: clock, logger: logger)
        approvals = ApprovalService(
            store: store, clock: clock, changes: changes, webhooks: webhooks, logger: logger)
        audit = AuditService(
            store: store, keys: keys, clock: clock, furtherWitnesses: configuration.audit.witnesses)
        for witness in configuration.audit.witnesses {
            guard let file = witness.authority else { continue }
            do { _ = try NIOSSLCertificate.fromPEMFile(file) } catch {
                _ = await sources.end(nowSeconds: clock.nowSeconds())
                await tokens.close()
                throw Hub.StartFailure("witness \(witness.name): \(file) is no PEM file of certificates")
            }
        }
        witness = WitnessService(store: store, keys: keys, clock: clock, others: configuration.audit.witnessedLogs)
        witnessFeed = WitnessFeed(
            witnesses: configuration.audit.witnesses, intervalSeconds: configuration.audit.witnessIntervalSeconds,
            store: store, clock: clock, logger: logger)
        adminLog = AdminLog(store: store, keys: keys, clock: clock, logger: logger)
        retention = RetentionService(
            store: store, adminLog: adminLog, ownOrigin: keys.logKey.name,
            retentionSeconds: configuration.audit.retentionSeconds, clock: clock, logger: logger)
        instances = InstanceService(store: store, clock: clock, approvals: approvals)
        policy = PolicyService(
            store: store, secrets: secrets, keys: keys, clock: clock,
            clusters: configuration.issuers.filter { $0.purpose == .sidecars && $0.serviceAccounts != nil }
                .map(\.issuer))
        enrolment = EnrolmentService(
            store: store, keys: keys, clock: clock, hubName: hubName, tokens: tokens, policy: policy)
        identities = IdentityService(tokens: tokens, policy: policy, clock: clock)
        credentials = CredentialService(
            store: store, secrets: secrets, policy: policy, clock: clock, sources: sources,
            configured: configuration.credentials, logger: logger)
        injection = configuration.injector.map { [keys, policy] injector in
            InjectionService(
                configuration: injector,
                authorities: configuration.certificate == nil ? keys.authority.authorityText : "",
                policy: policy, store: store, clock: clock, logger: logger)
        }
    }

    /// Gives back what was leased, and closes what was opened.
    func close() async {
        await credentials.end()
        await tokens.close()
        await secrets.close()
    }
}
