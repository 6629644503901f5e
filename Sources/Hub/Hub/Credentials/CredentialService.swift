import AdminAPI
import HubAPI
import HubStore
import Logging
import Policy
import Vault

/// Proves to servers that the hub knows a password, for sidecars that never see it.
struct CredentialService: Sendable {
    /// Uses that one sidecar may open for one target in `rateSeconds`.
    static let usesLimit = 1_200
    static let rateSeconds: Int64 = 60
    /// Between opening a use and asking for its proof.
    static let useSeconds: Int64 = 60
    private static let fieldBytesLimit = 1_024
    private static let passwordBytesLimit = 4_096

    let store: any HubStore
    let secrets: SecretKeeper
    let policy: PolicyService
    let clock: HubClock
    /// Of credentials that come from elsewhere; what is not configured there is in the hub's own vault.
    let sources: CredentialSources
    let configured: [CredentialSourceConfiguration]
    let logger: Logger
    private let refusals = Refusals()

    private static let maintenanceSeconds = 5

    init(
        store: any HubStore, secrets: SecretKeeper, policy: PolicyService, clock: HubClock, sources: CredentialSources,
        configured: [CredentialSourceConfiguration], logger: Logger
    ) {
        self.store = store
        self.secrets = secrets
        self.policy = policy
        self.clock = clock
        self.sources = sources
        self.configured = configured
        self.logger = logger
    }

    // MARK: for sidecars

    /// - Throws: `ProblemDetails` when the sidecar may not use the target, uses it too often, or there is no credential.
    func open(_ request: CredentialUseRequest, from instance: Instance) async throws -> CredentialUse {
        guard request.session.utf8.count <= Self.fieldBytesLimit,
            request.principal.utf8.count <= Self.fieldBytesLimit
        else { throw ProblemDetails(.malformed, detail: "session and principal are too long") }
        let target = try await policy.target(request.target, for: instance)
        // A key signs for the account that the policy names.
        let user: String
        if let terms = target.ssh {
            _ = try await signing(target.credential)
            user = terms.user
        } else {
            user = try await credential(target.credential).user
        }
        let now = clock.nowSeconds()
        let use = StoredCredentialUse(
            id: RandomText.hex(bytes: 16), instance: instance.id, target: target.name, credential: target.credential,
            session: request.session, principal: request.principal, state: .opened, openedAtSeconds: now)
        guard try await store.open(use, limit: Self.usesLimit, sinceSeconds: now - Self.rateSeconds) else {
            try await store.add(
                HubEvent(
                    atSeconds: now, kind: .credentialRefused, severity: .warning, subject: instance.id,
                    detail: "more than \(Self.usesLimit) connections to \(target.name) in \(Self.rateSeconds) seconds"))
            throw ProblemDetails(.rateLimited, detail: "too many connections to \(target.name) in a minute")
        }
        return CredentialUse(id: use.id, user: user)
    }

    func prove(_ id: String, _ challenge: ScramChallenge, from instance: Instance) async throws -> ScramProof {
        let credential = try await provenCredential(id, from: instance).credential
        do {
            return try credential.prove(challenge)
        } catch {
            throw ProblemDetails(.malformed, detail: "the challenge is not answered: \(error)")
        }
    }

    func answer(_ id: String, _ challenge: MD5Challenge, from instance: Instance) async throws -> PasswordAnswer {
        let credential = try await provenCredential(id, from: instance).credential
        guard let answer = credential.answer(challenge) else {
            throw ProblemDetails(.malformed, detail: "the salt has to be four bytes")
        }
        return answer
    }

    /// The password itself: only where the policy says so.
    func cleartext(_ id: String, from instance: Instance) async throws -> PasswordAnswer {
        let proven = try await provenCredential(id, from: instance)
        guard try await policy.target(proven.use.target, for: instance).postgres?.cleartextPassword == true else {
            throw ProblemDetails(
                .forbidden,
                detail: "target \(proven.use.target) asks for the password itself, and the policy does not allow that: "
                    + "use SCRAM-SHA-256 there, or set cleartext_password")
        }
        return PasswordAnswer(password: proven.credential.password.value)
    }

    /// - Parameter isRefused: the sidecar says that the server did not accept the proof. Its source is asked anew then.
    func end(_ id: String, isRefused: Bool, from instance: Instance) async throws {
        guard let use = try await store.endUse(id, instance: instance.id), isRefused else { return }
        let now = clock.nowSeconds()
        await sources.reject(use.credential, nowSeconds: now)
        guard refusals.isNew(use.credential, nowSeconds: now) else { return }
        try await store.add(
            HubEvent(
                atSeconds: now, kind: .credentialRefused, severity: .warning, subject: use.credential,
                detail: "the server of target \(use.target) did not accept it, a sidecar says: \(use.instance)"))
    }

    private func provenCredential(
        _ id: String, from instance: Instance
    ) async throws -> (use: StoredCredentialUse, credential: DatabaseCredential) {
        let use = try await proven(id, from: instance)
        return (use, try await credential(use.credential))
    }

    /// The use, which is good for no other proof from now on.
    func proven(_ id: String, from instance: Instance) async throws -> StoredCredentialUse {
        let since = clock.nowSeconds() - Self.useSeconds
        guard let use = try await store.prove(id, instance: instance.id, sinceSeconds: since) else {
            throw ProblemDetails(.unknown, detail: "this use is not open: a use is good for one proof within a minute")
        }
        return use
    }

    private func credential(_ name: String) async throws -> DatabaseCredential {
        if isElsewhere(name) {
            do { return try await sources.credential(name, nowSeconds: clock.nowSeconds()) } catch {
                logger.error("a credential cannot be had", metadata: ["credential": "\(name)", "reason": "\(error)"])
                throw ProblemDetails(.unavailable, detail: "credential \(name): \(error)")
            }
        }
        guard let (bytes, version) = try await secrets.known(.credential, name),
            let known = StoredCredential(encoded: bytes)
        else {
            throw ProblemDetails(
                .noCredential,
                detail: "there is no credential \(name): chaperone-hub credential put \(name) --user USER")
        }
        return DatabaseCredential(user: known.user, password: known.password, version: "\(version)")
    }

    /// Renews leases, each replica its own.
    func maintain() async {
        while !Task.isCancelled {
            await sources.maintain(nowSeconds: clock.nowSeconds())
            try? await Task.sleep(for: .seconds(Self.maintenanceSeconds))
        }
    }

    func end() async {
        for (name, failures) in await sources.end(nowSeconds: clock.nowSeconds()) {
            for failure in failures {
                logger.error("a lease was not given back", metadata: ["credential": "\(name)", "reason": "\(failure)"])
            }
        }
    }

    // MARK: for people

    /// All that can be named, without secrets.
    func list() async throws -> [CredentialView] {
        let own = try await store.secrets(.credential).filter { !isElsewhere($0.name) }
        return (own.map(CredentialView.init) + configured.map(CredentialView.init)).sorted { $0.name < $1.name }
    }

    /// Another password for the same user.
    func rotate(_ name: String, password: String) async throws {
        guard let known = try await secrets.known(.credential, name), !isElsewhere(name),
            let stored = StoredCredential(encoded: known.bytes)
        else { throw ProblemDetails(.noCredential, detail: "there is no credential \(name) in the hub's own vault") }
        try await put(name, user: stored.user, password: password)
    }

    func isElsewhere(_ name: String) -> Bool { configured.contains { $0.name == name } }

    func put(_ name: String, user: String, password: String) async throws {
        guard !isElsewhere(name) else {
            throw ProblemDetails(
                .conflict, detail: "credential \(name) comes from elsewhere: the hub's configuration says where")
        }
        guard Self.isName(name),
            !user.isEmpty, user.utf8.count <= 63, !password.isEmpty, password.utf8.count <= Self.passwordBytesLimit
        else {
            throw ProblemDetails(
                .malformed, detail: "a credential has a name of letters, digits, -, _ and ., a user and a password")
        }
        let stored = StoredCredential(user: user, password: SecretText(password))
        try await secrets.replace(.credential, name, label: user, with: try stored.encoded())
    }

    static func isName(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.count <= 63
            && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) }
    }
}
