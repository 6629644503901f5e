import AdminAPI
import AuditLog
import FoundationEssentials
import HubAPI
import HubStore
import Vault

/// What the store keeps, as the API shows it.
enum Views {
    static func time(_ seconds: Int64) -> String { Timestamp.text(seconds * 1_000_000) }
}

extension PolicyView {
    init(_ version: PolicyVersion) {
        self.init(
            number: version.number, pushedBy: version.pushedBy, pushedAt: Views.time(version.pushedAtSeconds))
    }
}

extension InstanceView {
    init(_ instance: Instance) {
        let state: State =
            instance.revokedAtSeconds != nil
            ? .revoked
            : instance.isMissing
                ? (instance.hasLeft ? .left : .missing) : instance.lastHeartbeatSeconds == nil ? .enrolled : .alive
        self.init(
            id: instance.id, principal: instance.principal, groups: instance.groups, origin: instance.origin,
            version: instance.version, state: state, enrolledAt: Views.time(instance.enrolledAtSeconds),
            lastHeartbeatAt: instance.lastHeartbeatSeconds.map(Views.time), revokedReason: instance.revokedReason,
            heartbeat: instance.heartbeat.flatMap { try? HubJSON.decode(Heartbeat.self, from: Data($0.utf8)) },
            withheld: instance.withheld)
    }
}

extension Instance {
    /// The last that was heard of it is that it ends.
    var hasLeft: Bool {
        heartbeat.flatMap { try? HubJSON.decode(Heartbeat.self, from: Data($0.utf8)) }?.isLeaving == true
    }
}

extension EnrolTokenView {
    init(_ kept: EnrolToken, token: String? = nil) {
        self.init(
            id: kept.id, token: token, principal: kept.principal, groups: kept.groups, createdBy: kept.createdBy,
            expiresAt: Views.time(kept.expiresAtSeconds), usedAt: kept.usedAtSeconds.map(Views.time),
            usedBy: kept.usedBy)
    }
}

extension EventView {
    init(_ event: HubEvent) {
        self.init(
            id: event.id, at: Views.time(event.atSeconds), kind: event.kind.rawValue,
            severity: event.severity.rawValue, subject: event.subject, detail: event.detail)
    }
}

extension ApprovalView {
    init(_ approval: StoredApproval) {
        self.init(
            request: approval.request, instance: approval.instance, state: approval.state,
            createdAt: Views.time(approval.createdAtSeconds), expiresAt: Views.time(approval.expiresAtSeconds),
            decidedAt: approval.decidedAtSeconds.map(Views.time), decidedBy: approval.decidedBy,
            reason: approval.reason)
    }
}

extension GrantView {
    init(_ grant: ApprovalGrant) {
        self.init(
            id: grant.id, principal: grant.principal, target: grant.target, rule: grant.rule,
            grantedBy: grant.grantedBy, expiresAt: Views.time(grant.expiresAtSeconds))
    }
}

extension LogView {
    init(_ log: StoredLog) {
        self.init(
            origin: log.origin, size: log.size, cosignedSize: log.cosignedSize,
            witnessedSize: log.witnessedSize, updatedAt: Views.time(log.updatedAtSeconds))
    }
}

extension RecordView {
    init(_ record: StoredRecord) { self.init(origin: record.origin, seq: record.seq, line: record.line) }
}

extension CredentialView {
    init(_ secret: StoredSecret) {
        self.init(
            name: secret.name, source: "hub", user: secret.label, version: secret.version,
            updatedAt: Views.time(secret.updatedAtSeconds))
    }

    init(_ configuration: CredentialSourceConfiguration) {
        let source =
            switch configuration.kind {
            case .hub: "hub"
            case .vaultKV: "vault-kv"
            case .vaultDatabase: "vault-database"
            case .vaultSSH: "vault-ssh"
            case .awsSecretsManager: "aws"
            }
        self.init(name: configuration.name, source: source, user: nil, version: nil, updatedAt: nil)
    }
}

extension CredentialUseView {
    init(_ use: StoredCredentialUse) {
        self.init(
            at: Views.time(use.openedAtSeconds), credential: use.credential, target: use.target,
            instance: use.instance, principal: use.principal, session: use.session, state: use.state.rawValue)
    }
}
