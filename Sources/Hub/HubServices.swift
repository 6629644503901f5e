import HubStore
import Logging

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
    let enrolment: EnrolmentService
    let instances: InstanceService
    let policy: PolicyService
    let approvals: ApprovalService
    let webhooks: WebhookService
    let audit: AuditService
    let credentials: CredentialService

    init(
        configuration: HubConfiguration, store: any HubStore, secrets: SecretKeeper, keys: HubKeys, clock: HubClock,
        logger: Logger
    ) {
        hubName = configuration.name
        self.store = store
        self.secrets = secrets
        self.keys = keys
        self.clock = clock
        self.logger = logger
        changes = ChangeFeed(store: store)
        people = PersonDirectory(store: store)
        enrolment = EnrolmentService(store: store, keys: keys, clock: clock, hubName: hubName)
        webhooks = WebhookService(
            webhooks: configuration.webhooks, url: configuration.pagesURL(port: configuration.listenPort), store: store,
            clock: clock, logger: logger)
        approvals = ApprovalService(
            store: store, clock: clock, changes: changes, webhooks: webhooks, logger: logger)
        audit = AuditService(store: store, keys: keys, clock: clock)
        instances = InstanceService(store: store, clock: clock, approvals: approvals)
        policy = PolicyService(store: store, secrets: secrets, keys: keys, clock: clock)
        credentials = CredentialService(store: store, secrets: secrets, policy: policy, clock: clock)
    }
}
