/// Everything that the hub keeps. No replica of a hub holds in memory what another one would need: it stands here.
///
/// Each call is one transaction. Times are seconds since 1970 and are passed in. A call that changes what somebody may
/// be waiting for raises the counter of a `ChangeTopic` in the same transaction.
package protocol HubStore: ChangeStore, SecretStore, AdminTokenStore, EnrolmentStore, InstanceStore, PolicyStore,
    EventStore, ApprovalStore, PageSessionStore, WebhookStore, AuditStore, WitnessStore, CredentialUseStore,
    UsageStore
{}
