import HubAPI
import HubStore
import Policy
import PolicyBundle
import PolicyFile
import SignedNote
import SmallFiles
import Synchronization

/// The policy in force, and what each sidecar is told of it.
final class PolicyService: Sendable {
    static let pseudonymKeyBytes = 32
    static let sourceBytesLimit = SmallFile.documentBytesLimit

    let store: any HubStore
    private let secrets: SecretKeeper
    private let keys: HubKeys
    private let clock: HubClock
    /// The bundle of the newest number that was compiled here. A policy never changes under its number.
    private let compiled = Mutex<PolicyCompiler.Compiled?>(nil)
    /// Of policies before that one, by number, those that a sidecar was sent or might have been; nil: it does not compile.
    let earlier = Mutex<[UInt64: Bundle?]>([:])
    /// Issuers that are Kubernetes clusters.
    private let clusters: [String]

    init(
        store: any HubStore, secrets: SecretKeeper, keys: HubKeys, clock: HubClock, clusters: [String]
    ) {
        self.store = store
        self.secrets = secrets
        self.keys = keys
        self.clock = clock
        self.clusters = clusters
    }

    /// Checks, compiles, numbers and keeps a policy; every sidecar has it a moment later.
    /// - Throws: `ProblemDetails` with all of the errors.
    func push(
        _ source: String, file: String, overrides: PolicyOverrides, by person: Person
    ) async throws -> PolicyVersion {
        let now = clock.nowSeconds()
        do {
            _ = try PolicyCompiler(file: file, overrides: overrides).compile(source, number: 1, issuedAtSeconds: now)
        } catch {
            throw ProblemDetails(.policyHasErrors, errors: error.diagnostics.map(\.description))
        }
        let version = try await store.push(
            source: source, overrides: String(decoding: try HubJSON.encode(overrides), as: UTF8.self),
            by: person.principal, nowSeconds: now)
        try await store.add(
            HubEvent(
                atSeconds: now, kind: .policyPushed, severity: .info, subject: "\(version.number)",
                detail: "by \(person.principal)"))
        return version
    }

    /// - Returns: nil while no policy was pushed.
    func current() async throws -> Bundle? { try await compiledCurrent()?.bundle }

    /// A sidecar as the policy in force sees its service account; as it enrolled where the policy does not name it, or
    /// cannot be read.
    func standing(of instance: Instance) async -> Instance {
        guard let accounts = try? await compiledCurrent()?.serviceAccounts,
            let entry = accounts.entry(ofPrincipal: instance.principal, clusters: clusters)
        else { return instance }
        var instance = instance
        instance.principal = entry.principal ?? instance.principal
        instance.groups += entry.groups
        return instance
    }

    /// The policy in force with what it says of service accounts.
    func compiledCurrent() async throws -> PolicyCompiler.Compiled? {
        guard let version = try await store.policy() else { return nil }
        if let known = compiled.withLock({ $0 }), known.bundle.number == version.number { return known }
        let newest: PolicyCompiler.Compiled
        do { newest = try Self.compile(version) } catch {
            // An older version of the hub took it.
            throw ProblemDetails(
                .unavailable,
                detail: "policy \(version.number) does not compile with this version of the hub: push it anew")
        }
        compiled.withLock { known in
            if known.map({ $0.bundle.number < newest.bundle.number }) ?? true { known = newest }
        }
        return newest
    }

    static func compile(_ version: PolicyVersion) throws(PolicyErrors) -> PolicyCompiler.Compiled {
        let overrides =
            (try? HubJSON.decode(PolicyOverrides.self, from: Array(version.overrides.utf8))) ?? PolicyOverrides()
        return try PolicyCompiler(file: "policy \(version.number)", overrides: overrides).compileWithTests(
            version.source, number: version.number, issuedAtSeconds: version.pushedAtSeconds)
    }

    /// A target that the sidecar's principal has a role on, or where the people behind it have to show who they are.
    /// - Throws: `ProblemDetails` when it may not use it.
    func target(_ name: String, for instance: Instance) async throws -> Target {
        guard let bundle = try await current(), let target = bundle.target(named: name),
            target.identity == .token || bundle.role(forGroups: instance.groups, target: name) != nil
        else { throw ProblemDetails(.forbidden, detail: "\(instance.principal) has no role on target \(name)") }
        return target
    }

    /// The claims of a client's token that settings are pinned to on a target, and by which roles see its rows.
    func claims(askedOn target: Target) async throws -> [String] {
        let pinned = target.postgres?.pins?.claims ?? []
        let rows = try await current()?.rowClaims(on: target.name) ?? []
        return pinned + rows.filter { !pinned.contains($0) }
    }

    /// What one sidecar enforces from now on.
    func response(for instance: Instance, revision: UInt64, _ offer: Offer) async throws -> PolicyResponse {
        guard let bundle = offer.bundle else {
            throw ProblemDetails(
                .unavailable,
                detail: "\(offer.withheld.map { "\($0)" } ?? ""), and neither does any policy before it do without: "
                    + "install a newer sidecar, or push a policy without it")
        }
        var pseudonymKeys: [String: String] = [:]
        for target in bundle.targets where target.needsPseudonymKey {
            let key = try await secrets.secret(.pseudonymKey, target.name) { RandomText.bytes(Self.pseudonymKeyBytes) }
            pseudonymKeys[target.name] = Hexadecimal.encode(key)
        }
        let note = try BundleFile.seal(bundle, key: keys.policyKey)
        return PolicyResponse(
            revision: revision, bundle: String(decoding: note, as: UTF8.self), principal: instance.principal,
            groups: instance.groups, pseudonymKeys: pseudonymKeys,
            withheld: offer.withheld)
    }
}
